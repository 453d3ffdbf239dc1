"""The last day of an enrolment passes while someone is signed in: the CMS closes at that moment."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning.enrolment.models import Enrolment, Role
from learning.enrolment.services import enrol_person
from portal.accounts.models import User

HOME, ENROLMENTS = "wagtailadmin_home", "office_enrolments:index"


@pytest.fixture
def midnight(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """It is five to twelve; calling this makes it five past."""
    five = timedelta(minutes=5)
    twelve = timezone.make_aware(
        datetime.combine(timezone.localdate() + timedelta(days=1), time.min)
    )
    monkeypatch.setattr(timezone, "now", lambda: twelve - five)
    return lambda: monkeypatch.setattr(timezone, "now", lambda: twelve + five)


def ends_today(person: User) -> None:
    Enrolment.objects.filter(person=person).update(ends_on=timezone.localdate())


def status(client: Client, name: str) -> int:
    return client.get(reverse(name)).status_code


def test_a_coordinator_is_out_after_the_last_day(midnight: Any, as_person: Any, fatma: User):
    ends_today(fatma)
    client = as_person(fatma)
    assert (status(client, HOME), status(client, ENROLMENTS)) == (200, 200)
    midnight()
    assert (status(client, ENROLMENTS), status(client, HOME)) == (404, 404)
    assert not fatma.groups.exists()


def test_a_trainer_is_out_after_the_last_day(midnight: Any, as_person: Any, dirk: User):
    ends_today(dirk)
    client = as_person(dirk)
    assert status(client, HOME) == 200
    midnight()
    assert status(client, HOME) == 404


def test_who_goes_on_elsewhere_keeps_only_that(
    midnight: Any, as_person: Any, fatma: User, anna: User, other_programme: Any
):
    ends_today(fatma)
    enrol_person(person=fatma, programme=other_programme, role=Role.TRAINER)
    client = as_person(fatma)
    assert status(client, ENROLMENTS) == 200
    midnight()
    assert status(client, HOME) == 200
    assert status(client, ENROLMENTS) == 302
    assert [group.name for group in fatma.groups.all()] == ["Trainers"]


def test_who_is_still_to_begin_can_prepare(as_person: Any, dirk: User):
    tomorrow = timezone.localdate() + timedelta(days=1)
    Enrolment.objects.filter(person=dirk).update(starts_on=tomorrow)
    client = as_person(dirk)
    assert (status(client, HOME), status(client, HOME)) == (200, 200)
    assert [group.name for group in dirk.groups.all()] == ["Trainers"]
