"""The cast, the same in every test: who is where in which programme.

Anna and Bram are in one cohort, Chantal in another cohort of the same programme; Dirk trains, Els
coaches, Fatma coordinates; Ingrid acts, Joris facilitates, Karin is on the sounding board and Leo is a
guest; Guus takes part in another organisation's programme; Hugo's enrolment in
Anna's cohort has ended.
"""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, TransactionTestCase
from django.utils import timezone

from learning.enrolment.models import Enrolment, Role
from learning.enrolment.services import end_enrolment, enrol_person, issue_code
from learning.organisation.models import Organisation
from learning.programmes.models import CodeMode, Cohort, Programme, Route
from portal.accounts.models import User
from tests.snapshot import Snapshot


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """After a test with real transactions the database is again as the migrations left it."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        snapshot = Snapshot.take()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: snapshot.restore())
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Limits and Wagtail's renditions are kept in the cache, which no test rolls back."""
    cache.clear()


@pytest.fixture
def organisation(db: None) -> Organisation:
    return Organisation.objects.create(name="Gemeente Veldermeer", slug="veldermeer")


def make_programme(organisation: Organisation, title: str, slug: str) -> Programme:
    today = timezone.localdate()
    return Programme.objects.create(
        organisation=organisation,
        title=title,
        slug=slug,
        starts_on=today - timedelta(days=60),
        ends_on=today + timedelta(days=120),
        code_mode=CodeMode.REPEAT,
    )


@pytest.fixture
def programme(organisation: Organisation) -> Programme:
    return make_programme(organisation, "Stevig aan tafel", "stevig-aan-tafel")


@pytest.fixture
def other_programme(db: None) -> Programme:
    other = Organisation.objects.create(name="Gemeente Elders", slug="elders")
    return make_programme(other, "Ruimte maken", "ruimte-maken")


@pytest.fixture
def route(programme: Programme) -> Route:
    return Route.objects.create(programme=programme, title="Adviseren in verbinding")


@pytest.fixture
def cohort(programme: Programme) -> Cohort:
    return Cohort.objects.create(programme=programme, name="Groep Populier")


@pytest.fixture
def other_cohort(programme: Programme) -> Cohort:
    return Cohort.objects.create(programme=programme, name="Groep Wilg")


@pytest.fixture
def make_person(db: None) -> Callable[..., User]:
    def make(name: str, **fields: Any) -> User:
        first, _, last = name.partition(" ")
        return User.objects.create(
            username=fields.pop("username", User.random_username()),
            first_name=first,
            last_name=last,
            password=fields.pop("password", "!"),
            **fields,
        )

    return make


@pytest.fixture
def anna(make_person: Any, programme: Programme, cohort: Cohort, route: Route) -> User:
    person = make_person("Anna Aalbers")
    enrol_person(person=person, programme=programme, cohort=cohort, route=route)
    return person


@pytest.fixture
def bram(make_person: Any, programme: Programme, cohort: Cohort, route: Route) -> User:
    person = make_person("Bram Bakker")
    enrol_person(person=person, programme=programme, cohort=cohort, route=route)
    return person


@pytest.fixture
def chantal(make_person: Any, programme: Programme, other_cohort: Cohort, route: Route) -> User:
    person = make_person("Chantal Claes")
    enrol_person(person=person, programme=programme, cohort=other_cohort, route=route)
    return person


@pytest.fixture
def dirk(make_person: Any, programme: Programme) -> User:
    person = make_person("Dirk de Trainer", username="dirk")
    enrol_person(person=person, programme=programme, role=Role.TRAINER)
    return person


@pytest.fixture
def els(make_person: Any, programme: Programme) -> User:
    person = make_person("Els Evers", username="els")
    enrol_person(person=person, programme=programme, role=Role.COACH)
    return person


@pytest.fixture
def fatma(make_person: Any, programme: Programme) -> User:
    person = make_person("Fatma Faber", username="fatma")
    enrol_person(person=person, programme=programme, role=Role.COORDINATOR)
    return person


@pytest.fixture
def ingrid(make_person: Any, programme: Programme) -> User:
    person = make_person("Ingrid IJzerman", username="ingrid")
    enrol_person(person=person, programme=programme, role=Role.ACTOR)
    return person


@pytest.fixture
def joris(make_person: Any, programme: Programme) -> User:
    person = make_person("Joris Janssen", username="joris")
    enrol_person(person=person, programme=programme, role=Role.FACILITATOR)
    return person


@pytest.fixture
def karin(make_person: Any, programme: Programme) -> User:
    person = make_person("Karin Kuipers")
    enrol_person(person=person, programme=programme, role=Role.SOUNDING_BOARD)
    return person


@pytest.fixture
def leo(make_person: Any, programme: Programme) -> User:
    person = make_person("Leo Lammers")
    enrol_person(person=person, programme=programme, role=Role.GUEST)
    return person


@pytest.fixture
def guus(make_person: Any, other_programme: Programme) -> User:
    person = make_person("Guus Geel")
    cohort = Cohort.objects.create(programme=other_programme, name="Groep Den")
    enrol_person(person=person, programme=other_programme, cohort=cohort)
    return person


@pytest.fixture
def hugo(make_person: Any, programme: Programme, cohort: Cohort, route: Route) -> User:
    person = make_person("Hugo Hendriks")
    enrolment = enrol_person(person=person, programme=programme, cohort=cohort, route=route)
    end_enrolment(enrolment=enrolment)
    return person


@pytest.fixture
def code_of() -> Callable[[User], str]:
    """The personal code of a participant, as printed on the letter."""

    def issue(person: User) -> str:
        return issue_code(enrolment=Enrolment.objects.get(person=person)).text

    return issue


@pytest.fixture
def as_person() -> Callable[[User | None], Client]:
    """A client that is signed in as someone, as they would be; as a visitor for None.

    Participants came in with their code, staff with password and second factor.
    """

    def sign_in(person: User | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(
                person, backend="allauth.account.auth_backends.AuthenticationBackend"
            )
            methods = ["password", "mfa"] if person.needs_second_factor else ["personal_code"]
            now = time.time()
            session = client.session
            session["account_authentication_methods_user"] = str(person.pk)
            session["account_authentication_methods"] = [
                {"method": method, "at": now} for method in methods
            ]
            session["began_at"] = session["seen_at"] = now
            session.save()
        return client

    return sign_in
