"""Make what search knows anew."""

from django.db import transaction

from forum.board.queries import all_texts
from portal.search import library, vocabulary
from portal.search.models import PageText, Word
from portal.search.words import words_of


@transaction.atomic
def rebuild() -> tuple[int, int]:
    """Read the whole library and forum again: how many pages and words there are.

    Whoever searches meanwhile still finds what was known before.
    """
    PageText.objects.all().delete()
    Word.objects.all().delete()
    pages = library.keep_all()
    vocabulary.learn_words({word for text in all_texts() for word in words_of(text)})
    return pages, Word.objects.count()
