"""The programme office in the menu of the CMS."""

from wagtail import hooks

from learning.programmes.viewsets import ProgrammeGroup


@hooks.register("register_admin_viewset")
def register_programmes() -> ProgrammeGroup:
    return ProgrammeGroup()
