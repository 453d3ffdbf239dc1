"""What follows within this subject: groups of roles in the CMS, the last day of a code, its freeze."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from learning.enrolment.backends import selector_in
from learning.enrolment.groups import GROUP_OF_ROLE, follow_enrolments
from learning.enrolment.handout.own_texts import copy_texts
from learning.enrolment.inviting.services import withdraw_all_of
from learning.enrolment.models import Enrolment
from learning.enrolment.rescheduling import move_enrolments
from learning.enrolment.services import keep_codes_within
from learning.enrolment.signals import enrolment_ended, participant_enrolled
from learning.enrolment.upkeep import freeze_code
from learning.programmes.dates import Period
from learning.programmes.models import Programme
from learning.programmes.signals import (
    programme_copied,
    programme_rescheduled,
    programme_shifted,
)
from portal.accounts.models import User
from portal.accounts.signals import sign_in_frozen


@receiver([participant_enrolled, enrolment_ended])
def keep_groups_in_step(enrolments: Collection[Enrolment], **kwargs: Any) -> None:
    """A trainer can write in the CMS, a coordinator can run the programme; until the last one ends."""
    for enrolment in enrolments:
        if enrolment.role in GROUP_OF_ROLE:
            follow_enrolments(enrolment.person)


@receiver(enrolment_ended)
def withdraw_invitations(enrolments: Collection[Enrolment], **kwargs: Any) -> None:
    """Whom a coordinator invited, is invited by nobody once that coordinator has gone."""
    for enrolment in enrolments:
        withdraw_all_of(enrolment=enrolment)


@receiver(user_logged_in)
def look_again_at_sign_in(user: User, **kwargs: Any) -> None:
    """An enrolment with a last day ends without anybody doing something."""
    if user.is_staff:
        follow_enrolments(user)


@receiver(programme_shifted)
def let_enrolments_follow(programme: Programme, was: Period, **kwargs: Any) -> None:
    """Who begins or ends with the programme, goes on doing so."""
    move_enrolments(programme=programme, was=was)


@receiver(programme_copied)
def copy_words(source: Programme, target: Programme, **kwargs: Any) -> None:
    """The copy writes its letters, cards and mails in the same words."""
    copy_texts(source=source, target=target)


@receiver(programme_rescheduled)
def keep_codes_in_step(programme: Programme, **kwargs: Any) -> None:
    """A code lives as long as its enrolment, and an enrolment without a last day as its programme."""
    keep_codes_within(programme=programme)


@receiver(sign_in_frozen)
def report_frozen_code(login: str, **kwargs: Any) -> None:
    """The coordinator sees it, and can let the person go on."""
    if selector := selector_in(login):
        freeze_code(selector=selector)
