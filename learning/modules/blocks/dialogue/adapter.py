"""The form of a dialogue in the editor: Wagtail's own, with ``dialogue.js`` around it."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import StructBlockAdapter

from learning.modules.blocks.dialogue.block import DialogueBlock


class DialogueAdapter(StructBlockAdapter):
    js_constructor = "learning.DialogueBlock"

    def js_args(self, block: DialogueBlock) -> list[Any]:
        name, children, meta = super().js_args(block)
        texts = {
            "choose": _("Choose a step or an ending"),
            "steps": _("Steps"),
            "endings": _("Endings"),
            "missing": _("“%(name)s” (not there)"),
            "nameless": _("Step %(number)s, without a name"),
            "effect": _("What it does to: %(meter)s"),
            "map": _("Map of the conversation"),
            "draw": _("Draw and check"),
            "failed": _("The map could not be drawn. Nothing is lost: save, or try again."),
        }
        return [name, children, meta | {"mapUrl": reverse("dialogue_map"), "texts": texts}]

    @cached_property
    def media(self) -> forms.Media:
        ours = forms.Media(js=["ui/cms/dialogue.js"], css={"all": ["ui/cms/dialogue.css"]})
        both: forms.Media = super().media + ours
        return both


register(DialogueAdapter(), DialogueBlock)
