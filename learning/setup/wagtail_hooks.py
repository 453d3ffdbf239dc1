"""What can be done with a whole programme, on its page in the CMS; and in the log of the CMS."""

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.permissions import policy_registry

from learning.programmes.models import Programme, ProgrammeTemplate
from learning.programmes.viewsets import BUTTONS, WIZARD
from portal.accounts.models import User


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern | URLResolver]:
    return [path("programmas/", include("learning.setup.urls"))]


@hooks.register(BUTTONS)
def change_as_a_whole(programme: Programme, by: User) -> list[Button]:
    """Copy it, move its dates, make a template of it, make another one of it."""

    def may_add(model: type[Programme]) -> bool:
        return bool(policy_registry.get_by_type(model).user_has_permission(by, "add"))

    def button(label: object, name: str, icon: str) -> Button:
        url = reverse(f"office_setup:{name}", args=[programme.pk])
        return Button(label, url=url, icon_name=icon)

    modules = f"{reverse('office_modules:index')}?programme={programme.pk}"
    buttons = [Button(_("Choice of modules"), url=modules, icon_name="doc-full-inverse")]
    if programme.is_template:
        wizard = f"{reverse(WIZARD)}?van={programme.pk}"
        buttons.append(Button(_("Make a programme of it"), url=wizard, icon_name="plus"))
        buttons.append(button(_("Copy this template"), "copy", "copy"))
        return buttons
    if may_add(Programme):
        buttons.append(button(_("Copy this programme"), "copy", "copy"))
    buttons.append(button(_("Move all dates"), "shift", "date"))
    if may_add(ProgrammeTemplate):
        buttons.append(button(_("Make a template of this programme"), "template", "doc-empty"))
    return buttons
