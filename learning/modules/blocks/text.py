"""Running text: headings, paragraphs, lists and steps."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from learning.modules.blocks.base import IN_THE_TEXT, NamedChar

INLINE = ["bold", "italic", "link", "document-link"]


class HeadingBlock(NamedChar):
    class Meta:
        label = _("Heading")
        icon = "title"
        group = IN_THE_TEXT
        template = "learning/modules/blocks/heading.html"


class ParagraphBlock(blocks.RichTextBlock):
    @cached_property
    def field(self) -> forms.Field:
        """Draftail is no field of the form, and takes its name as an option."""
        field: forms.Field = super().field
        field.widget.options["ariaLabel"] = self.meta.label
        return field

    class Meta:
        label = _("Paragraph")
        icon = "pilcrow"
        group = IN_THE_TEXT
        template = "learning/modules/blocks/paragraph.html"
        marks_words = True


class ListBlock(blocks.ListBlock):
    class Meta:
        label = _("List")
        icon = "list-ul"
        group = IN_THE_TEXT
        template = "learning/modules/blocks/list.html"
        marks_words = True


class StepsBlock(blocks.ListBlock):
    class Meta:
        label = _("Steps")
        icon = "list-ol"
        group = IN_THE_TEXT
        template = "learning/modules/blocks/steps.html"
        marks_words = True
