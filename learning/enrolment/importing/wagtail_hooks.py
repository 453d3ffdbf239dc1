"""Imports in the menu of the CMS."""

from wagtail import hooks

from learning.enrolment.importing.viewsets import ImportViewSet


@hooks.register("register_admin_viewset")
def register_imports() -> ImportViewSet:
    return ImportViewSet()
