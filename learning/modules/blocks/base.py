"""What blocks share: the groups in which the editor offers them, and fields that say their name."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

IN_THE_TEXT = _("Text")
TO_DO = _("Practice")
FILES = _("Pictures and files")


# In a stream or a list Wagtail writes the name of a block above its field, but not as its label:
# these fields say it to a screen reader themselves.


class NamedChar(blocks.CharBlock):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field.widget.attrs["aria-label"] = self.meta.label


class NamedText(blocks.TextBlock):
    @cached_property
    def field(self) -> forms.Field:
        field: forms.Field = super().field
        field.widget.attrs["aria-label"] = self.meta.label
        return field
