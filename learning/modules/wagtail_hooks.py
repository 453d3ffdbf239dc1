"""The gate in Wagtail's serving of pages, and modules in its menu and on its first page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from learning.modules.advice import give_advice
from learning.modules.blocks.dialogue import adapter  # noqa: F401 - registers the form of a dialogue
from learning.modules.dialogue_map import dialogue_map
from learning.modules.gate import guard_page
from learning.modules.models import ModuleIndexPage
from learning.modules.viewsets import ProgrammeModuleViewSet
from portal.ui.viewsets import permitted

BEFORE_ALL_OTHERS = -100

hooks.register("after_create_page", give_advice)
hooks.register("after_edit_page", give_advice)
hooks.register("before_serve_page", guard_page, order=BEFORE_ALL_OTHERS)


@hooks.register("register_admin_viewset")
def register_programme_modules() -> ProgrammeModuleViewSet:
    return ProgrammeModuleViewSet()


@hooks.register("register_admin_urls")
def register_dialogue_map() -> list[URLPattern]:
    return [path("oefengesprek/kaart/", dialogue_map, name="dialogue_map")]


class LibrariesPanel(Component):
    """The way to the libraries of modules in which someone writes."""

    name = "libraries"
    template_name = "learning/modules/cms/libraries.html"
    order = 60

    def __init__(self, libraries: list[ModuleIndexPage]) -> None:
        self.libraries = libraries

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"libraries": self.libraries}


@hooks.register("construct_homepage_panels")
def add_libraries(request: HttpRequest, panels: list[Component]) -> None:
    mine = permitted(Page, request.user, "add", "change")
    if libraries := list(ModuleIndexPage.objects.filter(pk__in=mine).order_by("path")):
        panels.append(LibrariesPanel(libraries))
