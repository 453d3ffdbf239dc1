"""A participant comes in with the organisation's account, which the personal code links once."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core import mail
from django.test import Client
from django.urls import reverse

from learning.enrolment import codes
from learning.enrolment.models import AccessCode, CodeEvent, Enrolment, Role
from learning.enrolment.services import end_enrolment, enrol_person, replace_code, revoke_code
from learning.programmes.models import Programme
from portal.accounts.models import AccessEvent, User
from portal.accounts.sso import identities
from tests.sso.conftest import is_signed_in, link, records, sign_in

pytestmark = pytest.mark.django_db
CodeOf = Callable[[User], str]


class TestLinking:
    def test_an_unknown_identity_opens_nothing(self, client: Client, anna: User) -> None:
        response = sign_in(client)
        assert response.url == reverse("sso_link")
        assert not is_signed_in(client)
        assert client.get("/").status_code == 302
        assert not SocialAccount.objects.exists()

    def test_the_page_names_the_account_that_came_in(self, client: Client, db: None) -> None:
        sign_in(client)
        page = client.get(reverse("sso_link")).text
        assert "a.aalbers@veldermeer.example" in page
        assert "Gemeente Veldermeer" in page

    def test_the_code_links_it_once_and_it_comes_back_without(
        self, anna: User, sso_code: CodeOf
    ) -> None:
        client = Client()
        sign_in(client, next="/forum/")
        response = link(client, sso_code(anna))
        assert (response.status_code, response.url) == (302, "/forum/")
        assert client.session["_auth_user_id"] == str(anna.pk)
        assert records(client) == {"socialaccount"}
        later = Client()
        assert sign_in(later).url == "/"
        assert later.session["_auth_user_id"] == str(anna.pk)

    def test_nothing_of_what_the_organisation_says_is_kept(self, linked: Client) -> None:
        account = SocialAccount.objects.get()
        assert (account.uid, account.extra_data) == ("subject-1", {})
        assert not SocialToken.objects.exists()
        assert User.objects.get(socialaccount=account).email == ""

    def test_both_are_in_the_log(self, linked: Client, anna: User) -> None:
        kinds = list(AccessEvent.objects.filter(about=anna).values_list("kind", "detail"))
        assert ("account_changed", "Gekoppeld: account van Gemeente Veldermeer") in kinds
        assert ("sign_in", "socialaccount") in kinds

    def test_who_has_an_address_is_told(self, anna: User, sso_code: CodeOf) -> None:
        anna.emailaddress_set.create(email="anna@example.nl", primary=True, verified=True)
        client = Client()
        sign_in(client)
        link(client, sso_code(anna))
        assert "Gemeente Veldermeer" in mail.outbox[0].body

    def test_a_code_of_another_kind_is_refused(self, anna: User, code_of: CodeOf) -> None:
        client = Client()
        sign_in(client)
        response = link(client, code_of(anna))
        assert response.context["form"].has_error("code", "refused")
        assert not is_signed_in(client)
        assert not SocialAccount.objects.exists()
        assert AccessCode.objects.get().first_used_at is None

    def test_a_code_of_another_organisation_is_refused(self, guus: User, sso_code: CodeOf) -> None:
        client = Client()
        sign_in(client)
        response = link(client, sso_code(guus))
        assert response.context["form"].has_error("code", "refused")
        assert not SocialAccount.objects.exists()

    def test_a_code_links_one_account(self, linked: Client, anna: User) -> None:
        enrolment = Enrolment.objects.get(person=anna)
        assert not enrolment.codes.get().is_usable
        other = Client()
        sign_in(other, "subject-9")
        assert enrolment.codes.get().events.filter(kind=CodeEvent.Kind.USED).count() == 1
        assert not is_signed_in(other)

    def test_guessing_at_the_code_stops(self, anna: User, sso_code: CodeOf) -> None:
        code = sso_code(anna)
        selector = codes.parse(code).selector
        client = Client()
        sign_in(client)
        for _ in range(10):
            link(client, str(codes.Code(selector, codes.generate().verifier)))
        assert link(client, code).status_code == 429
        assert not is_signed_in(client)

    def test_waiting_too_long_starts_again(
        self, client: Client, anna: User, sso_code: CodeOf, later: Callable[[float], None]
    ) -> None:
        sign_in(client)
        later(identities.LIVES + 1)
        assert link(client, sso_code(anna)).url == reverse("code_login")
        assert not SocialAccount.objects.exists()

    def test_without_an_identity_there_is_nothing_to_link(
        self, client: Client, anna: User, sso_code: CodeOf
    ) -> None:
        assert link(client, sso_code(anna)).url == reverse("code_login")
        assert not is_signed_in(client)
        assert AccessCode.objects.get().first_used_at is None


class TestTheCodeByItself:
    def test_opens_nothing_and_says_what_to_do(self, anna: User, sso_code: CodeOf) -> None:
        client = Client()
        response = client.post(reverse("code_login"), {"code": sso_code(anna)})
        assert not is_signed_in(client)
        assert "account van Gemeente Veldermeer" in response.text
        assert AccessCode.objects.get().first_used_at is None

    def test_once_spent_it_looks_like_any_bad_code(self, linked: Client, anna: User) -> None:
        AccessCode.objects.update(revoked_at=None)
        code = replace_code(code=AccessCode.objects.get()).text
        AccessCode.objects.filter(revoked_at=None).update(first_used_at="2026-01-01T00:00Z")
        response = Client().post(reverse("code_login"), {"code": code})
        assert "account van Gemeente Veldermeer" not in response.text


class TestAnEnd:
    def test_of_the_enrolment_closes_at_the_next_request(self, linked: Client, anna: User) -> None:
        assert "Stevig aan tafel" in linked.get("/").text
        end_enrolment(enrolment=Enrolment.objects.get(person=anna))
        assert "Stevig aan tafel" not in linked.get("/").text

    @pytest.mark.parametrize("stop", [replace_code, revoke_code])
    def test_of_the_code_takes_the_link_away(
        self, linked: Client, anna: User, stop: Callable[..., Any]
    ) -> None:
        stop(code=AccessCode.objects.get())
        assert not is_signed_in(linked)
        assert not SocialAccount.objects.exists()
        client = Client()
        assert sign_in(client).url == reverse("sso_link")

    def test_of_the_account(self, linked: Client, anna: User) -> None:
        User.objects.filter(pk=anna.pk).update(is_active=False)
        client = Client()
        sign_in(client)
        assert not is_signed_in(client)

    def test_unlinking(self, linked: Client, anna: User) -> None:
        page = linked.get(reverse("organisation_accounts"))
        assert "Gemeente Veldermeer" in page.text
        linked.post(reverse("organisation_accounts"))
        assert not SocialAccount.objects.exists()
        assert sign_in(Client()).url == reverse("sso_link")

    def test_unlinking_asks_for_fresh_proof(
        self, linked: Client, later: Callable[[float], None]
    ) -> None:
        later(11 * 60)
        response = linked.post(reverse("organisation_accounts"))
        assert response.url.startswith(reverse("code_reauthenticate"))
        assert SocialAccount.objects.exists()

    def test_unlinking_leaves_what_others_linked(self, linked: Client, bram: User) -> None:
        SocialAccount.objects.create(user=bram, provider="veldermeer", uid="of-bram")
        linked.post(reverse("organisation_accounts"))
        assert SocialAccount.objects.get().user == bram


class TestBecomingStaff:
    def test_takes_the_link_and_the_session_away(
        self, linked: Client, anna: User, other_programme: Programme
    ) -> None:
        """Whoever held the code once must not come to work here with it."""
        enrol_person(person=anna, programme=other_programme, role=Role.TRAINER)
        assert not is_signed_in(linked)
        assert not SocialAccount.objects.exists()
        client = Client()
        assert sign_in(client).url == reverse("sso_link")

    def test_staff_link_nothing_with_a_code(self, anna: User, sso_code: CodeOf) -> None:
        code = sso_code(anna)
        User.objects.filter(pk=anna.pk).update(is_staff=True)
        client = Client()
        sign_in(client)
        assert link(client, code).context["form"].has_error("code", "refused")
        assert not is_signed_in(client)
        assert not SocialAccount.objects.exists()
