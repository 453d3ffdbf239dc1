"""The words that are explained in the libraries of one's programmes. There are few, so all are read."""

from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from learning.modules.glossary import Term
from learning.modules.queries import glossary_of
from portal.search.questions import Question
from portal.search.sources.base import SHOWN, Found, Hit, Source, Title
from portal.search.wording import Wording
from portal.search.words import words_of


class Glossary(Source):
    """Words that answer themselves first, then those whose meaning does."""

    name = "woordenlijst"
    label = _("Glossary")
    more = _("More words")

    @cached_property
    def terms(self) -> list[Term]:
        return glossary_of(self.who)

    def look(self, wording: Wording, limit: int = SHOWN, after: str = "") -> Found:
        words = {term: " ".join([term.word, *term.forms]) for term in self.terms}
        found = [term for term in self.terms if wording.fits(words[term], term.definition)]
        found.sort(key=lambda term: not wording.fits(words[term]))
        hits = [
            Hit(wording.mark(term.word), _url(term), wording.excerpt(term.definition))
            for term in found[:limit]
        ]
        return Found(hits, len(found))

    def titles(self, question: Question, limit: int) -> list[Title]:
        begun = [term.word for term in question.terms]
        found = [term for term in self.terms if _begins(term.word, begun)]
        return [Title(term.word, _url(term), str(_("Explanation"))) for term in found[:limit]]


def _begins(text: str, begun: list[str]) -> bool:
    """Whether each of these is how a word of the text begins."""
    words = list(words_of(text))
    return all(any(word.startswith(start) for word in words) for start in begun)


def _url(term: Term) -> str:
    return f"{reverse('glossary')}#{term.slug}"
