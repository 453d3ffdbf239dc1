"""A code that is issued early lives until after the first day for which it was made."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from learning.enrolment.models import Enrolment
from learning.enrolment.services import enrol_person, issue_code
from learning.programmes.models import PhaseKind, Programme
from learning.programmes.services import add_phase
from portal.accounts.models import User


def last_day(enrolment: Enrolment) -> date:
    expires_at = issue_code(enrolment=enrolment).code.expires_at
    return timezone.localdate(expires_at - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("kick_off", "starts", "ends", "expected"),
    [
        (None, 0, None, 60),
        (10, 0, None, 60),
        (70, 0, None, 84),
        (70, 0, 75, 75),
        (None, 100, None, 114),
        (110, 0, None, 120),
    ],
)
def test_until_when_an_unused_code_can_be_used(
    make_person: Any,
    programme: Programme,
    kick_off: int | None,
    starts: int,
    ends: int | None,
    expected: int,
) -> None:
    """In days from today; the programme began two months ago and ends in 120 days."""
    today = timezone.localdate()
    if kick_off:
        day = today + timedelta(days=kick_off)
        add_phase(programme=programme, kind=PhaseKind.KICK_OFF, title="Aftrap", starts_on=day)
    enrolment = enrol_person(
        person=make_person("Anna Aalbers"),
        programme=programme,
        starts_on=today + timedelta(days=starts),
        ends_on=today + timedelta(days=ends) if ends else None,
    )
    assert last_day(enrolment) == today + timedelta(days=expected)


@pytest.mark.parametrize("way", ["issue", "letters"])
def test_the_day_is_told_before_a_code_is_made(
    way: str, as_person: Any, fatma: User, anna: User, programme: Programme
) -> None:
    day = timezone.localdate() + timedelta(days=80)
    add_phase(programme=programme, kind=PhaseKind.KICK_OFF, title="Aftrap", starts_on=day)
    office: Client = as_person(fatma)
    enrolment = Enrolment.objects.get(person=anna)
    page = {
        "issue": reverse("office_enrolments:issue_code", args=[enrolment.pk]),
        "letters": reverse(
            "wagtail_bulk_action",
            args=["learning", "enrolment", "letters"],
            query={"id": enrolment.pk},
        ),
    }[way]
    until = date_format(day + timedelta(days=14), "j F Y")
    assert f"tot en met {until}" in office.get(page).content.decode()
