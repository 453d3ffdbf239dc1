"""How Django's forms look here: one renderer for all forms outside the editors' admin."""

from __future__ import annotations

from django.forms import BoundField
from django.forms.renderers import TemplatesSetting


class PortalBoundField(BoundField):
    """A field that can say who will read what is typed: set ``audience`` on the form field."""

    @property
    def audience(self) -> str:
        """Who can read the answer, in words; empty when nothing is said."""
        return str(getattr(self.field, "audience", ""))

    @property
    def aria_describedby(self) -> str | None:
        """Ids of hint, error and audience: what a screen reader says after the label."""
        ids = super().aria_describedby
        if ids is None or not self.audience or not self.auto_id or self.is_hidden:
            return ids
        return f"{ids} {self.auto_id}_audience".strip()


class PortalFormRenderer(TemplatesSetting):
    """Fields with label, hint, error and audience, each tied to the control.

    Needs ``django.forms`` in INSTALLED_APPS: widgets keep their own templates, and the
    stylesheet dresses them through the field around them.
    """

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = PortalBoundField
