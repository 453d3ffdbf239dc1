"""The form with which a coordinator puts a module in a programme."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.modules.models import ModulePage, ProgrammeModule
from learning.modules.services import save_pick
from learning.programmes.forms import PartForm


class ProgrammeModuleForm(PartForm):
    """Offers published modules, which every coordinator may pick from."""

    module = forms.ModelChoiceField(ModulePage.objects.none(), label=_("Module"))
    order = forms.IntegerField(
        min_value=1,
        required=False,
        label=_("Place in the programme"),
        help_text=_("1 is the first. Empty: the last."),
    )

    class Meta(PartForm.Meta):
        model = ProgrammeModule
        fields = ["programme", "module", "route", "phase", "order", "elective", "opens_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["module"].queryset = ModulePage.objects.live().order_by("title")
        for name in ("route", "phase"):
            field = self.fields[name]
            field.queryset = field.queryset.select_related("programme")
            field.label_from_instance = lambda each: f"{each.title} ({each.programme})"

    def save(self, commit: bool = True) -> ProgrammeModule:
        return save_pick(pick=self.instance, place=self.cleaned_data["order"])
