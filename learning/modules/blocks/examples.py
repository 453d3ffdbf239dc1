"""How it could sound, and where it goes wrong."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from learning.modules.blocks.base import TO_DO, NamedText


class PhrasesBlock(blocks.ListBlock):
    """Sentences to try out, as they could be said."""

    class Meta:
        label = _("Sample phrases")
        icon = "openquote"
        group = TO_DO
        template = "learning/modules/blocks/phrases.html"


class ExampleBlock(NamedText):
    class Meta:
        label = _("Example")
        icon = "comment"
        group = TO_DO
        template = "learning/modules/blocks/example.html"
        marks_words = True


class PitfallBlock(NamedText):
    class Meta:
        label = _("Pitfall")
        icon = "warning"
        group = TO_DO
        template = "learning/modules/blocks/pitfall.html"
        marks_words = True
