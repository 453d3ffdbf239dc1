"""Posts in the spaces of the forum that someone may read."""

from functools import cached_property

from django.utils.translation import gettext_lazy as _

from forum.board.engine.rows import PostHit, SpaceFacts
from forum.board.queries import find_posts, spaces_for
from portal.search.sources.base import COUNTED, SHOWN, Found, Hit, Source
from portal.search.wording import Wording


class Posts(Source):
    """The forum, newest first."""

    name = "forum"
    label = _("Forum")
    more = _("More in the forum")

    @cached_property
    def spaces(self) -> list[SpaceFacts]:
        return spaces_for(self.who)

    def look(self, wording: Wording, limit: int = SHOWN, after: str = "") -> Found:
        before = int(after) if after.isdecimal() else None
        rows = find_posts(self.spaces, wording.alternatives, COUNTED + 1, before)
        shown = rows[:limit]
        more = len(rows) > limit
        hits = [self._hit(row, wording) for row in shown]
        return Found(hits, len(rows), next=str(shown[-1].pk) if more else "")

    def _hit(self, row: PostHit, wording: Wording) -> Hit:
        where = f"{row.space_name} · {row.author}"
        excerpt = wording.excerpt(row.text)
        return Hit(wording.mark(row.subject), row.url, excerpt, where, row.created)
