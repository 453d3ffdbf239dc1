"""Somebody whose code worked once is told what it means to choose nothing, wherever they may leave."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from learning.enrolment.models import AccessCode
from learning.programmes.models import CodeMode
from portal.accounts.models import User
from tests.accounts.conftest import is_signed_in, with_code

pytestmark = pytest.mark.django_db

CodeOf = Callable[[User], str]
WARNING = "Met je code kom je niet nog een keer binnen"


@pytest.fixture
def spent(client: Client, anna: User, code_of: CodeOf) -> Client:
    code = code_of(anna)
    AccessCode.objects.update(mode=CodeMode.ACTIVATE)
    with_code(client, code)
    return client


@pytest.fixture
def kept(client: Client, anna: User, code_of: CodeOf) -> Client:
    with_code(client, code_of(anna))
    return client


@pytest.mark.parametrize("name", ["next_time", "my_account", "account_logout"])
class TestTold:
    def test_after_a_code_that_worked_once(self, spent: Client, name: str) -> None:
        assert WARNING in spent.get(reverse(name)).text

    def test_not_after_a_code_that_keeps_working(self, kept: Client, name: str) -> None:
        assert WARNING not in kept.get(reverse(name)).text

    def test_not_once_a_way_is_chosen(self, spent: Client, anna: User, name: str) -> None:
        anna.emailaddress_set.create(email="anna@example.nl", verified=True, primary=True)
        assert WARNING not in spent.get(reverse(name)).text

    def test_still_while_the_address_is_not_checked(
        self, spent: Client, anna: User, name: str
    ) -> None:
        anna.emailaddress_set.create(email="anna@example.nl", verified=False)
        assert WARNING in spent.get(reverse(name)).text


class TestLeaving:
    def test_the_button_to_go_on_says_what_comes_of_it(self, spent: Client) -> None:
        page = spent.get(reverse("next_time")).text
        assert "Ga verder. De volgende keer vraag ik een nieuwe code" in page

    def test_with_a_code_that_keeps_working_nothing_is_lost(self, kept: Client) -> None:
        page = kept.get(reverse("next_time")).text
        assert "Ga verder met mijn code" in page
        assert "nu gebruikt" not in page

    def test_one_press_on_sign_out_does_not_shut_the_door(self, spent: Client) -> None:
        page = spent.post(reverse("account_logout"))
        assert WARNING in page.text
        assert is_signed_in(spent)

    def test_a_second_one_does(self, spent: Client) -> None:
        spent.post(reverse("account_logout"), {"sure": "1"})
        assert not is_signed_in(spent)

    def test_others_sign_out_at_once(self, kept: Client) -> None:
        kept.post(reverse("account_logout"))
        assert not is_signed_in(kept)
