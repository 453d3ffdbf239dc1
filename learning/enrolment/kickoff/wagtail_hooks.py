"""The way from a programme in the CMS to its screen at the kick-off."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from learning.enrolment.policies import coordinated_programme_ids
from learning.programmes.models import Programme
from learning.programmes.viewsets import BUTTONS
from portal.accounts.models import User


@hooks.register(BUTTONS)
def show_on_the_screen(programme: Programme, by: User) -> list[Button]:
    """For its coordinators; trainers find the same on their home page."""
    if programme.pk not in coordinated_programme_ids(by):
        return []
    url = reverse("kickoff", args=[programme.slug])
    return [Button(_("Kick-off on the screen"), url=url, icon_name="view")]
