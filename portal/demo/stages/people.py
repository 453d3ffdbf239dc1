"""Who takes part, who guides them, and what each of them signs in with."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from learning.enrolment.codes import parse
from learning.enrolment.models import Enrolment, Role
from learning.enrolment.queries import living_codes
from learning.enrolment.services import enrol_person, issue_code, redeem_code
from learning.organisation.queries import departments_by_name
from learning.programmes.models import CodeMode
from portal.accounts.models import User
from portal.accounts.services import create_participant, create_staff, set_second_factor
from portal.demo.demo import Demo
from portal.demo.sources import read

CODES_LIVE = timedelta(days=10 * 365)
ADMINISTRATOR = "administrator"


def build(demo: Demo) -> int:
    """Enrol who is not enrolled yet; nobody gets a second code."""
    made = [*_participants(demo), *_staff(demo)]
    vars(demo).pop("enrolments", None)
    return len(made)


def _participants(demo: Demo) -> Iterator[Enrolment]:
    programme = demo.programme
    routes = {
        key: programme.routes.get(title=route["title"])
        for key, route in read("programme")["routes"].items()
    }
    cohorts = {cohort.name: cohort for cohort in programme.cohorts.all()}
    departments = departments_by_name(programme.organisation)
    living = living_codes(programme)
    for who in read("people")["participants"]:
        enrolment = demo.enrolments.get(who["name"])
        if enrolment is None:
            enrolment = enrol_person(
                person=create_participant(**_names(who["name"])),
                programme=programme,
                cohort=cohorts[who["cohort"]],
                route=routes[who.get("route", "adviseren")],
                department=departments[who["department"]],
                function=who["function"],
                starts_on=programme.starts_on,
                ends_on=_end(demo).date(),
            )
            yield enrolment
        if enrolment.pk not in living:
            issued = issue_code(
                enrolment=enrolment,
                mode=CodeMode(who.get("mode", CodeMode.REPEAT)),
                expires_at=_end(demo),
                generate=demo.keys.codes(who["name"]).__next__,
            )
            if "mode" not in who:  # the newcomer has yet to come in
                redeem_code(code=parse(issued.text))


def _staff(demo: Demo) -> Iterator[User]:
    for who in read("people")["staff"]:
        if User.objects.filter(username=who["username"]).exists():
            continue
        person = create_staff(
            username=who["username"],
            password=demo.keys.password(who["username"]),
            is_administrator=who["role"] == ADMINISTRATOR,
            **_names(who["name"]),
        )
        set_second_factor(
            person=person,
            totp_secret=demo.keys.totp_secret(who["username"]),
            recovery_seed=demo.keys.recovery_seed(who["username"]),
        )
        if who["role"] != ADMINISTRATOR:
            enrol_person(
                person=person,
                programme=demo.programme,
                role=Role(who["role"]),
                function=who["function"],
                starts_on=demo.programme.starts_on,
                ends_on=_end(demo).date(),
            )
        yield person


def _end(demo: Demo) -> datetime:
    return timezone.make_aware(
        datetime.combine(demo.programme.starts_on, datetime.min.time()) + CODES_LIVE
    )


def _names(name: str) -> dict[str, Any]:
    first, _, last = name.partition(" ")
    return {"first_name": first, "last_name": last}
