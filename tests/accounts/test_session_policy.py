"""How long a session lasts, what it must be, and that nothing gated stays in a cache."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from portal.accounts.models import User
from tests.accounts.conftest import is_signed_in, with_code

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]

Later = Callable[[float], None]
CodeOf = Callable[[User], str]
AsPerson = Callable[[User | None], Client]


def is_let_in(client: Client) -> bool:
    return client.get("/tiny/").status_code == 200


class TestAgeOfACodeSession:
    def test_lasts_while_it_is_used(self, anna: User, code_of: CodeOf, later: Later) -> None:
        client = Client()
        with_code(client, code_of(anna))
        for _ in range(3):
            later(settings.CODE_SESSION_IDLE_SECONDS - 60)
            assert is_let_in(client)

    def test_ends_when_it_is_idle(self, anna: User, code_of: CodeOf, later: Later) -> None:
        client = Client()
        with_code(client, code_of(anna))
        later(settings.CODE_SESSION_IDLE_SECONDS + 1)
        response = client.get("/tiny/", follow=True)
        assert response.redirect_chain == [("/inloggen/?next=/tiny/", 302)]
        assert "Je was een tijdje weg" in response.text
        assert not is_signed_in(client)

    def test_ends_after_a_working_day(self, anna: User, code_of: CodeOf, later: Later) -> None:
        client = Client()
        with_code(client, code_of(anna))
        for _ in range(settings.CODE_SESSION_ABSOLUTE_SECONDS // 1200 - 1):
            later(1200)
            assert is_let_in(client)
        later(1201)
        assert not is_let_in(client)

    def test_ends_sooner_on_a_shared_computer(
        self, anna: User, code_of: CodeOf, later: Later
    ) -> None:
        client = Client()
        with_code(client, code_of(anna), shared_computer="on")
        assert client.session.get_expire_at_browser_close()
        later(settings.SHARED_SESSION_IDLE_SECONDS + 1)
        assert not is_let_in(client)

    def test_a_staff_session_is_not_ended_by_it(self, as_staff: Client, later: Later) -> None:
        later(settings.CODE_SESSION_ABSOLUTE_SECONDS + 1)
        assert is_let_in(as_staff)

    def test_a_staff_session_ends_too(self, as_staff: Client, later: Later) -> None:
        assert as_staff.session.get_expire_at_browser_close()
        for _ in range(12):
            later(60 * 60 - 1)
            assert is_let_in(as_staff)
        later(60)
        assert not is_let_in(as_staff)

    def test_ends_when_the_code_is_given_again_for_fresh_proof(
        self, anna: User, code_of: CodeOf, later: Later
    ) -> None:
        client, code = Client(), code_of(anna)
        with_code(client, code)
        for _ in range(settings.CODE_SESSION_ABSOLUTE_SECONDS // 1200):
            later(1200)
            client.post(reverse("code_reauthenticate"), {"code": code})
        later(1)
        assert not is_let_in(client)


class TestCost:
    def test_two_queries(
        self, anna: User, as_person: AsPerson, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        client = as_person(anna)
        with django_assert_num_queries(2):
            client.get("/tiny/")

    def test_writes_the_session_at_most_once_a_minute(
        self,
        anna: User,
        as_person: AsPerson,
        later: Later,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        client = as_person(anna)
        later(61)
        client.get("/tiny/")
        later(59)
        with django_assert_num_queries(2):
            client.get("/tiny/")


class TestCaching:
    @pytest.mark.parametrize("address", ["/tiny/", "/account/"])
    def test_gated_pages_are_not_stored(
        self, anna: User, as_person: AsPerson, address: str
    ) -> None:
        response = as_person(anna).get(address)
        assert response.headers["Cache-Control"] == "private, no-store"

    def test_neither_is_the_answer_to_signing_out(self, anna: User, as_person: AsPerson) -> None:
        response = as_person(anna).post(reverse("account_logout"))
        assert response.headers["Cache-Control"] == "private, no-store"


class TestVisitors:
    @pytest.mark.parametrize(
        "address", ["/tiny/", "/inloggen/", "/inloggen/medewerkers/", "/account/login/code/"]
    )
    def test_looking_around_makes_no_session(self, client: Client, address: str) -> None:
        client.get(address, follow=True)
        assert not Session.objects.exists()
        assert settings.SESSION_COOKIE_NAME not in client.cookies

    def test_visitors_are_sent_to_the_code_entry(self, client: Client) -> None:
        assert client.get("/tiny/?page=2").url == "/inloggen/?next=/tiny/%3Fpage%3D2"

    def test_visitors_of_the_cms_are_sent_to_the_staff_door(self, client: Client) -> None:
        assert client.get("/beheer/pages/").url == "/inloggen/medewerkers/?next=/beheer/pages/"


class TestSigningOut:
    def test_asks_before_it_does(self, anna: User, as_person: AsPerson) -> None:
        client = as_person(anna)
        assert "Wil je uitloggen?" in client.get(reverse("account_logout")).text
        assert is_signed_in(client)

    def test_ends_the_session(self, anna: User, as_person: AsPerson) -> None:
        client = as_person(anna)
        assert client.post(reverse("account_logout")).url == "/inloggen/"
        assert not is_signed_in(client)


class TestSideDoors:
    @pytest.mark.parametrize("door", ["/_util/login/", "/beheer/login/"])
    def test_lead_to_the_staff_door(self, client: Client, door: str) -> None:
        assert client.get(door).url == "/inloggen/medewerkers/"

    @pytest.mark.parametrize("door", ["/_util/login/", "/beheer/login/"])
    def test_take_no_password(self, client: Client, set_up_trainer: User, door: str) -> None:
        client.post(door, {"username": "dirk", "password": "een heel lang wachtwoord"}, follow=True)
        assert not is_signed_in(client)

    def test_there_is_no_django_admin(self, as_staff: Client) -> None:
        assert as_staff.get("/admin/").status_code == 404

    def test_a_session_that_allauth_does_not_know_is_ended(self, trainer: User) -> None:
        client = Client()
        client.force_login(trainer, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert not is_let_in(client)
        assert not is_signed_in(client)

    def test_a_code_session_of_someone_who_became_staff_is_ended(
        self, anna: User, as_person: AsPerson
    ) -> None:
        client = as_person(anna)
        User.objects.filter(pk=anna.pk).update(is_staff=True)
        assert not is_let_in(client)
        assert not is_signed_in(client)

    def test_a_code_session_never_opens_the_cms(self, anna: User, as_person: AsPerson) -> None:
        assert as_person(anna).get("/beheer/").status_code == 404
