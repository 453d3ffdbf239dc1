"""Staff link an account with password and second factor; whether it replaces the latter is said by the organisation."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from learning.organisation.models import Organisation
from learning.programmes.forms import ProgrammeForm
from learning.programmes.models import Programme
from portal.accounts.models import User
from portal.accounts.queries import recovery_codes_of
from tests.accounts.conftest import with_password
from tests.sso.conftest import is_signed_in, records, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]

PLAIN, WITH_MFA = "subject-1", "subject-2"


def link_as_staff(client: Client, person: User, subject: str = PLAIN, **answer: str) -> Any:
    """Come back unknown, sign in with password and recovery code, and answer the question."""
    sign_in(client, subject)
    page = reverse("sso_confirm")
    client.post(
        reverse("account_login"),
        {"login": person.username, "password": "een heel lang wachtwoord", "next": page},
    )
    response = client.post(
        reverse("mfa_authenticate"), {"code": recovery_codes_of(person)[0], "next": page}
    )
    assert response.url == page
    return client.post(page, answer)


class TestLinking:
    def test_after_password_and_second_factor_and_a_yes(self, set_up_trainer: User) -> None:
        client = Client()
        assert link_as_staff(client, set_up_trainer).url == reverse("my_account")
        assert SocialAccount.objects.get().user == set_up_trainer

    def test_the_question_names_the_account(self, set_up_trainer: User, as_staff: Client) -> None:
        sign_in(as_staff)
        assert "a.aalbers@veldermeer.example" in as_staff.get(reverse("sso_confirm")).text
        assert not SocialAccount.objects.exists()

    def test_a_no_is_a_no(self, set_up_trainer: User) -> None:
        client = Client()
        link_as_staff(client, set_up_trainer, no="1")
        client.post(reverse("sso_confirm"))
        assert not SocialAccount.objects.exists()

    def test_the_password_alone_links_nothing(self, set_up_trainer: User) -> None:
        client = Client()
        sign_in(client)
        with_password(client, set_up_trainer)
        client.post(reverse("sso_confirm"))
        assert not SocialAccount.objects.exists()

    def test_nor_does_a_session_that_is_long_open(
        self, as_staff: Client, later: Callable[[float], None]
    ) -> None:
        later(11 * 60)
        sign_in(as_staff)
        as_staff.post(reverse("sso_confirm"))
        assert not SocialAccount.objects.exists()

    def test_a_participant_cannot_go_this_way(
        self, anna: User, as_person: Callable[[User | None], Client]
    ) -> None:
        client = as_person(anna)
        sign_in(client)
        client.post(reverse("sso_confirm"))
        assert not SocialAccount.objects.exists()

    def test_an_account_is_one_persons(self, set_up_trainer: User, anna: User) -> None:
        SocialAccount.objects.create(user=anna, provider="veldermeer", uid=PLAIN)
        client = Client()
        sign_in(client)
        assert client.session["_auth_user_id"] == str(anna.pk)
        assert SocialAccount.objects.get().user == anna


@pytest.fixture
def linked(set_up_trainer: User) -> User:
    for subject in (PLAIN, WITH_MFA):
        SocialAccount.objects.create(user=set_up_trainer, provider="veldermeer", uid=subject)
    return set_up_trainer


class TestTheSecondFactor:
    def test_is_asked_for_where_the_organisation_did_not(self, linked: User) -> None:
        client = Client()
        assert sign_in(client, PLAIN).url == reverse("mfa_authenticate")
        assert not is_signed_in(client)
        client.post(reverse("mfa_authenticate"), {"code": recovery_codes_of(linked)[0]})
        assert client.get("/tiny/").status_code == 200

    def test_must_be_set_up_first_by_who_has_none(self, trainer: User) -> None:
        SocialAccount.objects.create(user=trainer, provider="veldermeer", uid=PLAIN)
        client = Client()
        sign_in(client, PLAIN)
        assert client.get("/tiny/").url == reverse("second_factor")

    def test_counts_where_the_organisation_says_it_asked(self, linked: User) -> None:
        client = Client()
        sign_in(client, WITH_MFA)
        assert records(client) == {"socialaccount", "mfa"}
        assert client.get("/tiny/").status_code == 200

    def test_counts_where_the_organisation_always_asks(
        self, linked: User, configure: Callable[..., None]
    ) -> None:
        configure(enforces_mfa=True)
        client = Client()
        sign_in(client, PLAIN)
        assert client.get("/tiny/").status_code == 200


def test_unlinking_keeps_password_and_second_factor(linked: User, as_staff: Client) -> None:
    as_staff.post(reverse("organisation_accounts"))
    assert not SocialAccount.objects.exists()
    linked.refresh_from_db()
    assert linked.has_usable_password()
    assert recovery_codes_of(linked)


def test_the_button_is_on_the_page_of_staff(client: Client, configure: Callable[..., None]) -> None:
    assert "Inloggen met Gemeente Veldermeer" in client.get(reverse("account_login")).text
    assert "Inloggen met Gemeente Veldermeer" in client.get(reverse("code_login")).text
    configure(**{"for": ["staff"]})
    assert "Inloggen met Gemeente Veldermeer" in client.get(reverse("account_login")).text
    assert "Inloggen met Gemeente Veldermeer" not in client.get(reverse("code_login")).text


@pytest.mark.parametrize(("slug", "is_refused"), [("veldermeer", False), ("elders", True)])
def test_a_programme_links_accounts_only_where_there_is_a_sign_in(
    make_person: Any, programme: Programme, slug: str, is_refused: bool
) -> None:
    """Its codes would open nothing."""
    bea = make_person("Bea Beheer", is_superuser=True, is_staff=True)
    Organisation.objects.filter(pk=programme.organisation.pk).update(slug=slug)
    programme.refresh_from_db()
    fields = ProgrammeForm(instance=programme, for_user=bea).initial
    form = ProgrammeForm(fields | {"code_mode": "sso"}, instance=programme, for_user=bea)
    assert form.has_error("code_mode") is is_refused
    assert form.is_valid() is not is_refused
