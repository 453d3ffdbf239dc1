"""Modules and lessons that someone may read today."""

from functools import cached_property

from django.utils.translation import gettext_lazy as _

from learning.modules.queries import Offer, offers
from portal.search import library
from portal.search.questions import Question
from portal.search.sources.base import COUNTED, SHOWN, Found, Hit, Source, Title
from portal.search.wording import Wording


class Lessons(Source):
    """The library, as far as one's programmes offer it and it has opened."""

    name = "lessen"
    label = _("Lessons")
    more = _("More lessons")

    @cached_property
    def offers(self) -> dict[str, Offer]:
        """By the path of the module: what the person may read."""
        return {offer.path: offer for offer in offers(self.who) if offer.is_open}

    def look(self, wording: Wording, limit: int = SHOWN, after: str = "") -> Found:
        rows = library.find(list(self.offers), wording.alternatives, COUNTED + 1)
        texts = library.texts_of([row.pk for row in rows[:limit]])
        hits = [self._hit(row, texts.get(row.pk, ""), wording) for row in rows[:limit]]
        return Found(hits, len(rows))

    def _hit(self, row: library.PageRow, text: str, wording: Wording) -> Hit:
        offer = self.offers[row.module_path]
        where = "" if row.is_module else offer.title
        return Hit(wording.mark(row.title), self._url(row), wording.excerpt(text), where)

    def _url(self, row: library.PageRow) -> str:
        url = self.offers[row.module_path].url
        return url if row.is_module else f"{url}{row.slug}/"

    def titles(self, question: Question, limit: int) -> list[Title]:
        begun = [term.word for term in question.terms]
        rows = library.find_titles(list(self.offers), begun, limit)
        kinds = {True: str(_("Module")), False: str(_("Lesson"))}
        return [Title(row.title, self._url(row), kinds[row.is_module]) for row in rows]
