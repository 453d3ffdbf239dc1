"""Where someone is signed in: what it shows, and that it costs no more as they come more often."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from portal.accounts.devices import describe_device
from portal.accounts.models import User
from tests.accounts.conftest import with_code

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]

QUERIES = 20
LIST_QUERIES = 5
CodeOf = Callable[[User], str]
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)
LINUX = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Safari/537.36"
)
EDGE = LINUX.replace("X11; Linux x86_64", "Windows NT 10.0; Win64; x64") + " Edg/131.0.0.0"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (IPHONE, "Safari op iPhone"),
        (LINUX, "Chrome op Linux"),
        (EDGE, "Edge op Windows"),
        ("curl/8.5.0", "Onbekend apparaat"),
    ],
)
def test_a_device_has_a_name(user_agent: str, name: str) -> None:
    assert describe_device(user_agent) == name


def test_this_device_is_first_and_the_others_can_be_left(anna: User, code_of: CodeOf) -> None:
    here, there = Client(headers={"user-agent": IPHONE}), Client(headers={"user-agent": LINUX})
    code = code_of(anna)
    with_code(here, code)
    with_code(there, code)
    page = here.get(reverse("usersessions_list")).text
    assert page.index("Safari op iPhone") < page.index("Chrome op Linux")
    assert "Mozilla" not in page
    here.post(reverse("usersessions_list"))
    assert "_auth_user_id" in here.session
    assert not there.session.items()


@pytest.mark.parametrize("others", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_many(
    anna: User,
    code_of: CodeOf,
    django_assert_num_queries: DjangoAssertNumQueries,
    others: int,
) -> None:
    code, here = code_of(anna), Client()
    for client in (here, *(Client(headers={"user-agent": LINUX}) for _ in range(others))):
        with_code(client, code)
    with django_assert_num_queries(LIST_QUERIES):
        page = here.get(reverse("usersessions_list")).text
    assert page.count("Chrome op Linux") == others


def test_a_session_that_opens_nothing_any_more_is_not_listed(anna: User, code_of: CodeOf) -> None:
    code, here = code_of(anna), Client()
    with_code(Client(headers={"user-agent": LINUX}), code)
    anna.set_password("een heel lang wachtwoord")
    anna.save()
    with_code(here, code)
    page = here.get(reverse("usersessions_list")).text
    assert "Chrome op Linux" not in page
    assert "alleen op dit apparaat" in page


class TestThirtyEarlierSessions:
    @pytest.fixture
    def code(self, anna: User, code_of: CodeOf) -> str:
        code = code_of(anna)
        for _ in range(30):
            with_code(Client(), code)
        return code

    def test_are_forgotten_once_they_ended(
        self, code: str, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
        with django_assert_num_queries(QUERIES):
            with_code(Client(), code)
        assert Session.objects.count() == UserSession.objects.count() == 1

    def test_cost_nothing_while_they_live(
        self, code: str, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(QUERIES):
            with_code(Client(), code)
        assert UserSession.objects.count() == 31
