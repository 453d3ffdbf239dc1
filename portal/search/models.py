"""What the library looks like to search, and the words that it and the forum know."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class PageText(models.Model):
    """A module or lesson as text. Whether it is published, and where it is, the page itself says."""

    page = models.OneToOneField(
        Page,
        models.CASCADE,
        related_name="+",
        primary_key=True,
        verbose_name=_("page"),
    )
    text = models.TextField(_("text"))
    title_words = models.TextField(_("words of the title"))
    words = models.TextField(_("words of title and text"))

    class Meta:
        verbose_name = _("text of a page")
        verbose_name_plural = _("texts of pages")
        default_permissions = ()

    def __str__(self) -> str:
        return self.title_words


class Word(models.Model):
    """A word that occurs in the library or the forum, folded. Nobody is ever shown one from here.

    It holds no text and says nothing about where it occurs; what nobody writes any more stays until
    the words are learned anew, and is then found in no text.
    """

    word = models.CharField(_("word"), max_length=40, primary_key=True)
    stem = models.CharField(_("stem"), max_length=40)

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")
        default_permissions = ()
        indexes = [models.Index(fields=["stem"], name="search_word_stem")]

    def __str__(self) -> str:
        return self.word
