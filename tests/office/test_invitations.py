"""The office's side of inviting: the list, sending again, withdrawing, and what it tells nobody."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning.enrolment.inviting.models import Invitation
from learning.enrolment.inviting.services import (
    InvitationError,
)
from learning.enrolment.models import Role
from learning.enrolment.services import enrol_person, issue_code
from learning.programmes.models import Programme
from portal.accounts.models import User
from tests.office.test_inviting import link_in_mail, the_same

SignIn = Callable[[User | None], Client]
PASSWORD = "een heel lang wachtwoord"
NEW = {"username": "nora", "password": PASSWORD, "password_again": PASSWORD}
HERE = "/uitnodiging/"


class TestTheOffice:
    PAGE = "office_invitations:add_in"

    def form(self, **more: Any) -> dict[str, str]:
        return {
            "first_name": "Nora",
            "last_name": "Nieuw",
            "email": "nora@veldermeer.example",
            "role": "trainer",
            **more,
        }

    def test_a_coordinator_invites_sends_again_and_withdraws(
        self, as_person: SignIn, fatma: User, programme: Programme
    ) -> None:
        client, index = as_person(fatma), reverse("office_invitations:index")
        client.post(reverse(self.PAGE, args=[programme.pk]), self.form())
        assert mail.outbox[-1].to == ["nora@veldermeer.example"]
        first, found = link_in_mail(), Invitation.objects.get()
        page = client.get(index).content.decode()
        assert "Nora Nieuw" in page
        assert first.split("=")[1] not in page
        one = reverse("office_invitations:edit", args=[found.pk])
        assert "nora@veldermeer.example" in client.get(one).content.decode()
        client.post(one, {"do": "send"})
        assert (len(mail.outbox), link_in_mail() == first) == (2, False)
        client.post(one, {"do": "withdraw"})
        assert "nora@veldermeer.example" not in client.get(index).content.decode()
        assert client.get(one).status_code == 404
        assert client.post(one, {"do": "send"}).status_code == 404
        assert len(mail.outbox) == 2

    def test_a_name_is_one_line(self, as_person: SignIn, fatma: User, programme: Programme) -> None:
        evil = self.form(first_name="Nora\r\nBcc: x@evil.example")
        page = as_person(fatma).post(reverse(self.PAGE, args=[programme.pk]), evil)
        assert "Schrijf dit op één regel" in page.content.decode()
        assert (mail.outbox, Invitation.objects.exists()) == ([], False)

    def test_whether_an_address_has_an_account_is_told_to_nobody(
        self, as_person: SignIn, fatma: User, guus: User, gerda: User, programme: Programme
    ) -> None:
        User.objects.filter(pk=gerda.pk).update(email="gerda@elders.example")
        User.objects.filter(pk=guus.pk).update(email="guus@elders.example")
        client, page = as_person(fatma), reverse(self.PAGE, args=[programme.pk])
        heard = set()
        for email in ("gerda@elders.example", "guus@elders.example", "nieuw@elders.example"):
            answer = client.post(page, self.form(email=email), follow=True)
            said = the_same(answer.content.decode()).replace(email, "")
            heard.add((answer.status_code, len(mail.outbox[-1].body) > 0, "Gerda" in said))
            Invitation.objects.all().delete()
        assert heard == {(200, True, False)}
        assert len(mail.outbox) == 3
        form = {"role": "trainer", "starts_on": timezone.localdate().strftime("%d-%m-%Y")}
        account = reverse("office_enrolments:add_account_in", args=[programme.pk])
        for known in ("gerda@elders.example", "gerda", "nobody@elders.example"):
            response = client.post(account, form | {"account": known})
            assert list(response.context["form"].errors) == ["account"]
            assert "Nodig deze persoon uit" in response.content.decode()

    @pytest.mark.parametrize(
        ("by", "role", "may"),
        [
            ("fatma", "trainer", True),
            ("fatma", "actor", True),
            ("fatma", "coach", True),
            ("fatma", "facilitator", True),
            ("fatma", "coordinator", False),
            ("fatma", "participant", False),
            ("fatma", "guest", False),
            ("bea", "coordinator", True),
            ("bea", "participant", False),
        ],
    )
    def test_who_may_give_which_role(
        self,
        request: pytest.FixtureRequest,
        as_person: SignIn,
        programme: Programme,
        by: str,
        role: str,
        may: bool,
    ) -> None:
        client = as_person(request.getfixturevalue(by))
        response = client.post(reverse(self.PAGE, args=[programme.pk]), self.form(role=role))
        assert (response.status_code == 302) == may
        assert Invitation.objects.count() == may

    def test_a_role_that_nobody_may_give_is_refused_behind_the_form_too(
        self, ask: Any, fatma: User
    ) -> None:
        for role in (Role.COORDINATOR, Role.PARTICIPANT, Role.GUEST):
            with pytest.raises(InvitationError):
                ask(role=role)
        assert not mail.outbox

    @pytest.mark.parametrize("who", ["anna", "dirk", "ingrid", "gerda", "rik"])
    def test_others_have_nothing_to_do_with_it(
        self, request: pytest.FixtureRequest, as_person: SignIn, nora: Invitation, who: str
    ) -> None:
        client = as_person(request.getfixturevalue(who))
        one = reverse("office_invitations:edit", args=[nora.pk])
        new = reverse(self.PAGE, args=[nora.programme_id])
        before = (len(mail.outbox), nora.token_hash)
        for answer in (
            client.get(one),
            client.post(one, {"do": "withdraw"}),
            client.post(one, {"do": "send"}),
            client.get(new),
            client.post(new, self.form(email="tweede@veldermeer.example")),
        ):
            assert answer.status_code in {302, 404}
        page = client.get(reverse("office_invitations:index"), follow=True)
        assert "Nora Nieuw" not in page.content.decode()
        nora.refresh_from_db()
        assert (len(mail.outbox), nora.token_hash, nora.withdrawn_at) == (*before, None)

    def test_nobody_is_invited_twice_or_to_what_they_have(
        self, ask: Any, dirk: User, nora: Invitation
    ) -> None:
        User.objects.filter(pk=dirk.pk).update(email="dirk@veldermeer.example")
        for email in ("NORA@veldermeer.example", "dirk@veldermeer.example"):
            with pytest.raises(InvitationError) as error:
                ask(email=email)
            assert list(error.value.message_dict) == ["email"]
        assert len(mail.outbox) == 1

    def test_mail_is_not_sent_without_end(
        self, as_person: SignIn, fatma: User, programme: Programme, settings: Any
    ) -> None:
        settings.ACCOUNT_RATE_LIMITS = {"invite": "1/h/user"}
        client, page = as_person(fatma), reverse(self.PAGE, args=[programme.pk])
        client.post(page, self.form())
        again = client.post(page, self.form(email="ander@veldermeer.example"))
        assert (again.status_code, len(mail.outbox)) == (429, 1)
        one = reverse("office_invitations:edit", args=[Invitation.objects.get().pk])
        assert client.post(one, {"do": "send"}).status_code == 429
        assert client.post(one, {"do": "withdraw"}).status_code == 302

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_costs_the_same_for_one_and_for_three(
        self,
        as_person: SignIn,
        fatma: User,
        ask: Any,
        count: int,
        django_assert_num_queries: Any,
    ) -> None:
        for number in range(count):
            ask(email=f"{number}@veldermeer.example")
        client, index = as_person(fatma), reverse("office_invitations:index")
        client.get(index)
        with django_assert_num_queries(12):
            page = client.get(index).content.decode()
        assert page.count("@veldermeer.example") == count


def test_a_known_trainer_is_still_enrolled_without_a_mail(
    as_person: SignIn, fatma: User, els: User, programme: Programme
) -> None:
    form = {
        "account": "els",
        "role": "trainer",
        "starts_on": timezone.localdate().strftime("%d-%m-%Y"),
    }
    as_person(fatma).post(reverse("office_enrolments:add_account_in", args=[programme.pk]), form)
    assert els.enrolments.filter(role=Role.TRAINER).exists()
    assert not mail.outbox


@pytest.mark.parametrize("role", [Role.SOUNDING_BOARD, Role.GUEST])
def test_the_sounding_board_and_guests_come_in_with_a_code(
    make_person: Any, programme: Programme, role: Role
) -> None:
    person = make_person("Gijs Gast")
    enrolment = enrol_person(person=person, programme=programme, role=role)
    assert not person.is_staff
    assert issue_code(enrolment=enrolment).text


@pytest.mark.parametrize("role", [Role.ACTOR, Role.FACILITATOR, Role.COACH, Role.TRAINER])
def test_who_works_here_gets_no_code(make_person: Any, programme: Programme, role: Role) -> None:
    person = make_person("Wim Werkt")
    enrolment = enrol_person(person=person, programme=programme, role=role)
    assert person.is_staff
    with pytest.raises(Exception, match="tweede stap"):
        issue_code(enrolment=enrolment)
