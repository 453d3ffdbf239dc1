"""The index of the library: modules and lessons as text, found by their words.

What is published, what it is called and where it stands is read from the page itself at every question,
so that nothing but a text can be out of date, and that follows each time a page is saved.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from wagtail.blocks import StreamValue

from learning.modules.models import LessonPage, ModulePage
from portal.fulltext import Groups, is_postgresql, matching
from portal.prepared import prepared_cursor
from portal.search.models import PageText
from portal.search.vocabulary import LONGEST_WORD, learn_words
from portal.search.words import words_of

STEP = ModulePage.steplen
FOUND_OUT_BY_DOING = {"quiz", "dialogue"}
"""Blocks whose answers and endings search does not give away."""
_WHERE = """
    FROM search_pagetext t JOIN wagtailcore_page g ON g.id = t.page_id
    WHERE g.live AND (g.path IN ({paths}) OR substr(g.path, 1, length(g.path) - {step}) IN ({paths}))"""
_INDEX = {
    True: "SELECT page_id FROM search_pagetext WHERE"
    " array_to_tsvector(string_to_array({column}, ' ')) @@ %s::tsquery",
    False: "SELECT rowid FROM search_pagetext_fts WHERE search_pagetext_fts MATCH %s",
}


class PageRow(NamedTuple):
    """A page that was found."""

    pk: int
    path: str
    slug: str
    title: str
    is_module: bool

    @property
    def module_path(self) -> str:
        return self.path if self.is_module else self.path[:-STEP]


def find(module_paths: Sequence[str], groups: Groups, limit: int) -> list[PageRow]:
    """Published pages of these modules that hold these words: in their title first, then in their order."""
    if not module_paths:
        return []
    in_title, in_text = _index("title_words"), _index("words")
    statement = (
        "SELECT g.id, g.path, g.slug, g.title "
        + _of(module_paths)
        + f" AND t.page_id IN ({in_text})"
        + f" ORDER BY CASE WHEN t.page_id IN ({in_title}) THEN 0 ELSE 1 END, g.path LIMIT %s"
    )
    asked = [matching(groups, column="words"), matching(groups, column="title_words")]
    return _rows(statement, [*module_paths, *module_paths, *asked, limit], module_paths)


def find_titles(module_paths: Sequence[str], begun: Sequence[str], limit: int) -> list[PageRow]:
    """Published pages of these modules with words in their title that begin so."""
    if not module_paths or not begun:
        return []
    statement = (
        "SELECT g.id, g.path, g.slug, g.title "
        + _of(module_paths)
        + " AND (' ' || t.title_words) LIKE %s" * len(begun)
        + " ORDER BY g.path LIMIT %s"
    )
    patterns = [f"% {word}%" for word in begun]
    return _rows(statement, [*module_paths, *module_paths, *patterns, limit], module_paths)


def texts_of(page_ids: Sequence[int]) -> dict[int, str]:
    """The texts of pages: one query."""
    return dict(PageText.objects.filter(pk__in=page_ids).values_list("pk", "text"))


def keep(page: ModulePage | LessonPage) -> None:
    """Let search know a page as the database has it: what is typed and not published stays out."""
    stored = type(page).objects.get(pk=page.pk)
    text = " ".join(_texts_of(stored))
    title_words = _known_words(stored.title)
    words = [*title_words, *_known_words(text)]
    learn_words(words)
    PageText.objects.update_or_create(
        page_id=stored.pk,
        defaults={
            "text": text,
            "title_words": " ".join(title_words),
            "words": " ".join(dict.fromkeys(words)),
        },
    )


def keep_all() -> int:
    """Do so for the whole library; how many pages there are."""
    count = 0
    for model in (ModulePage, LessonPage):
        for page in model.objects.iterator(chunk_size=200):
            keep(page)
            count += 1
    return count


def _known_words(text: str) -> list[str]:
    return [word for word in words_of(text) if len(word) <= LONGEST_WORD]


def _texts_of(page: ModulePage | LessonPage) -> Iterator[str]:
    if isinstance(page, ModulePage):
        yield page.summary
        yield from _streams(page.goals, page.theory)
    else:
        yield from _streams(page.body)


def _streams(*streams: StreamValue) -> Iterator[str]:
    for stream in streams:
        for block in stream:
            if block.block_type in FOUND_OUT_BY_DOING:
                continue
            yield from block.block.get_searchable_content(block.value)


def _of(module_paths: Sequence[str]) -> str:
    paths = ", ".join(["%s"] * len(module_paths))
    return _WHERE.format(paths=paths, step=STEP)


def _index(column: str) -> str:
    return _INDEX[is_postgresql()].format(column=column)


def _rows(statement: str, values: list[Any], module_paths: Sequence[str]) -> list[PageRow]:
    modules = set(module_paths)
    with prepared_cursor() as cursor:
        cursor.execute(statement, values)
        return [PageRow._make((*row, row[1] in modules)) for row in cursor.fetchall()]
