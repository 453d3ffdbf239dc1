"""What the modules do when a programme is copied or moved, and when people are."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.dispatch import receiver

from learning.enrolment.models import Enrolment
from learning.enrolment.signals import enrolment_changed
from learning.modules.services import copy_picks, shift_picks
from learning.modules.sharing.services import withdraw_from_left_groups
from learning.programmes.dates import Shift
from learning.programmes.models import Phase, Programme, Route
from learning.programmes.signals import programme_copied, programme_shifted


@receiver(programme_copied)
def copy_choice_of_modules(
    source: Programme,
    target: Programme,
    days: int,
    routes: Mapping[int, Route],
    phases: Mapping[int, Phase],
    **kwargs: Any,
) -> None:
    """The copy offers the same modules, to the same routes, before the same steps."""
    copy_picks(source=source, target=target, shift=Shift(days), routes=routes, phases=phases)


@receiver(programme_shifted)
def move_opening_days(programme: Programme, days: int, **kwargs: Any) -> None:
    """Modules open as long before their step as they did."""
    shift_picks(programme=programme, shift=Shift(days))


@receiver(enrolment_changed)
def end_sharing_with_left_groups(enrolments: Sequence[Enrolment], **kwargs: Any) -> None:
    """Who goes to another cohort leaves what was shared with the one before behind."""
    withdraw_from_left_groups(enrolments=enrolments)
