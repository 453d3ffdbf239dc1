"""Inviting someone by mail: what the mail opens, for whom, how often, and what it tells nobody."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from learning.enrolment.inviting.models import Invitation
from learning.enrolment.inviting.services import (
    InvitationClosed,
    accept_with_new_account,
    forget_expired_invitations,
    send_again,
    withdraw,
)
from learning.enrolment.models import Enrolment, Role
from learning.enrolment.services import end_enrolment
from learning.programmes.models import Programme
from portal.accounts.models import User

SignIn = Callable[[User | None], Client]
PASSWORD = "een heel lang wachtwoord"
NEW = {"username": "nora", "password": PASSWORD, "password_again": PASSWORD}
HERE = "/uitnodiging/"


def link_in_mail() -> str:
    """The address in the newest mail, without the server."""
    found = re.search(r"/uitnodiging/\?sleutel=[\w-]+", str(mail.outbox[-1].body))
    assert found
    return found[0]


def the_same(page: str) -> str:
    """A page without what differs at each visit."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


class TestAccepting:
    def test_a_new_account_is_made_and_asked_for_a_second_step(
        self, nora: Invitation, programme: Programme, client: Client
    ) -> None:
        client.get(link_in_mail())
        assert client.get(HERE).status_code == 200
        response = client.post(HERE, NEW, follow=True)
        assert response.redirect_chain[-1][0] == "/account/tweede-stap/"
        made = User.objects.get(username="nora")
        assert (made.is_staff, made.is_superuser, str(made)) == (True, False, "Nora Nieuw")
        assert made.emailaddress_set.get().verified
        enrolment = Enrolment.objects.get(person=made)
        assert (enrolment.programme, enrolment.role) == (programme, Role.TRAINER)
        assert client.get("/beheer/").url == "/account/tweede-stap/"

    def test_looking_changes_nothing_and_leaves_no_token_behind(
        self, nora: Invitation, client: Client
    ) -> None:
        link = link_in_mail()
        for ask in (client.head, client.get, client.get):
            response = ask(link)
            assert (response.status_code, response.url) == (302, HERE)
            assert response.headers["Referrer-Policy"] == "no-referrer"
            assert "no-store" in response.headers["Cache-Control"]
        page = client.get(HERE).content.decode()
        token = link.split("=")[1]
        assert token not in page
        assert token not in str(client.session.items())
        assert Client().post(link, NEW).status_code == 404
        assert not User.objects.filter(last_name="Nieuw").exists()
        nora.refresh_from_db()
        assert nora.accepted_at is None

    def test_what_a_coordinator_who_left_has_sent_opens_nothing(
        self, nora: Invitation, fatma: User, client: Client
    ) -> None:
        end_enrolment(enrolment=Enrolment.objects.get(person=fatma))
        client.get(link_in_mail())
        assert client.get(HERE).status_code == 404
        with pytest.raises(InvitationClosed):
            accept_with_new_account(token_hash=nora.token_hash, username="nora", password=PASSWORD)
        assert not User.objects.filter(username="nora").exists()

    def test_the_database_knows_no_token(self, nora: Invitation) -> None:
        token = link_in_mail().split("=")[1]
        assert token not in str(Invitation.objects.values().get())

    def test_every_link_that_does_not_work_gets_the_same_answer(
        self, ask: Any, fatma: User, guus: User
    ) -> None:
        ask(email="a@veldermeer.example")
        used = link_in_mail()
        first = Client()
        first.get(used)
        first.post(HERE, NEW)
        withdrawn_one = ask(email="b@veldermeer.example")
        withdrawn = link_in_mail()
        withdraw(invitation=withdrawn_one, by=fatma)
        expired_one = ask(email="c@veldermeer.example")
        expired = link_in_mail()
        Invitation.objects.filter(pk=expired_one.pk).update(expires_at=timezone.now())
        sent_again = ask(email="d@veldermeer.example")
        old = link_in_mail()
        send_again(invitation=sent_again, by=fatma)
        answers = set()
        for link in (
            used,
            withdrawn,
            expired,
            old,
            f"{HERE}?sleutel={'x' * 43}",
            f"{HERE}?sleutel=",
        ):
            client = Client()
            client.get(link)
            for response in (client.get(HERE), client.post(HERE, NEW | {"username": "later"})):
                answers.add((response.status_code, the_same(response.content.decode())))
        assert len(answers) == 1
        assert answers.pop()[0] == 404
        assert not User.objects.filter(username="later").exists()
        working = Client()
        working.get(link_in_mail())
        assert working.get(HERE).status_code == 200

    def test_who_looked_before_it_was_withdrawn_comes_too_late(
        self, nora: Invitation, client: Client, fatma: User
    ) -> None:
        client.get(link_in_mail())
        withdraw(invitation=nora, by=fatma)
        assert client.post(HERE, NEW).status_code == 404
        assert not User.objects.filter(username="nora").exists()

    def test_a_programme_that_is_over_takes_nobody(
        self, nora: Invitation, programme: Programme, client: Client
    ) -> None:
        programme.ends_on = timezone.localdate() - timedelta(days=1)
        programme.save()
        client.get(link_in_mail())
        assert client.get(HERE).status_code == 404

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"username": ""}, "username"),
            ({"username": "fatma"}, "username"),
            ({"username": "met spatie"}, "username"),
            ({"password": "kort", "password_again": "kort"}, "password"),
            ({"password_again": "iets anders"}, "password_again"),
        ],
    )
    def test_what_is_wrong_is_said_beside_the_field(
        self, nora: Invitation, client: Client, wrong: dict[str, str], field: str
    ) -> None:
        client.get(link_in_mail())
        response = client.post(HERE, NEW | wrong)
        assert list(response.context["form"].errors) == [field]
        assert not User.objects.filter(last_name="Nieuw").exists()
        nora.refresh_from_db()
        assert nora.accepted_at is None

    def test_name_and_address_are_forgotten_once_they_are_of_no_use(
        self, nora: Invitation, client: Client, ask: Any, fatma: User
    ) -> None:
        client.get(link_in_mail())
        client.post(HERE, NEW)
        withdraw(invitation=ask(email="weg@veldermeer.example"), by=fatma)
        for kept in Invitation.objects.all():
            assert (kept.first_name, kept.last_name, kept.email) == ("", "", "")

    def test_who_never_answers_is_forgotten_after_three_months(self, ask: Any) -> None:
        kept, forgotten = ask(email="a@veldermeer.example"), ask(email="b@veldermeer.example")
        for invitation, days in ((kept, 80), (forgotten, 100)):
            invitation.expires_at = timezone.now() - timedelta(days=days)
            invitation.save()
        assert forget_expired_invitations() == 1
        assert Invitation.objects.get() == kept

    def test_the_log_knows_who_did_it_and_no_names(
        self, nora: Invitation, client: Client, fatma: User
    ) -> None:
        client.get(link_in_mail())
        client.post(HERE, NEW)
        entries = ModelLogEntry.objects.filter(action__startswith="invitation.").order_by("pk")
        assert [(entry.action, str(entry.user)) for entry in entries] == [
            ("invitation.sent", "Fatma Faber"),
            ("invitation.accepted", "Nora Nieuw"),
        ]
        assert not any("ora" in f"{entry.label}{entry.data}" for entry in entries)

    def test_far_too_many_attempts_are_refused(
        self, nora: Invitation, client: Client, settings: Any
    ) -> None:
        settings.ACCOUNT_RATE_LIMITS = {"accept_invitation": "1/m/ip"}
        client.get(link_in_mail())
        client.post(HERE, NEW | {"username": ""})
        assert client.post(HERE, NEW).status_code == 429
        assert not User.objects.filter(username="nora").exists()


class TestWithAnAccount:
    def test_who_has_the_address_signs_in_and_confirms(
        self, ask: Any, dirk: User, other_programme: Programme, bea: User, as_person: SignIn
    ) -> None:
        User.objects.filter(pk=dirk.pk).update(email="dirk@veldermeer.example")
        ask(email="Dirk@veldermeer.example", programme=other_programme, by=bea)
        visitor = as_person(None)
        visitor.get(link_in_mail())
        page = visitor.get(HERE).content.decode()
        assert "/inloggen/medewerkers/?next=%2Fuitnodiging%2F" in page
        assert 'name="password"' not in page
        refused = visitor.post(HERE, NEW)
        assert refused.status_code == 200
        assert not User.objects.filter(username="nora").exists()
        client = as_person(dirk)
        client.get(link_in_mail())
        assert "Je bent ingelogd als Dirk de Trainer" in client.get(HERE).content.decode()
        assert not dirk.enrolments.filter(programme=other_programme).exists()
        assert client.post(HERE).url == "/"
        assert dirk.enrolments.get(programme=other_programme).role == Role.TRAINER
        assert client.post(HERE).status_code == 404

    def test_a_participant_who_has_only_a_code_is_not_locked_out(
        self, ask: Any, anna: User, as_person: SignIn
    ) -> None:
        ask(email="anna@veldermeer.example")
        client = as_person(anna)
        client.get(link_in_mail())
        assert "Kies eerst een wachtwoord of een passkey" in client.get(HERE).content.decode()
        client.post(HERE)
        anna.refresh_from_db()
        assert (anna.is_staff, anna.enrolments.count()) == (False, 1)
        anna.set_password(PASSWORD)
        anna.save()
        client = as_person(anna)
        client.get(link_in_mail())
        client.post(HERE)
        anna.refresh_from_db()
        assert (anna.is_staff, anna.enrolments.count()) == (True, 2)

    def test_who_has_the_role_already_hears_so(
        self, ask: Any, dirk: User, as_person: SignIn
    ) -> None:
        ask(email="ergens@anders.example")
        client = as_person(dirk)
        client.get(link_in_mail())
        assert "heeft deze rol al" in client.post(HERE).content.decode()
        assert dirk.enrolments.count() == 1


class TestWhoInvitedIsGone:
    """An invitation is worth what the one who sent it may still do."""

    @pytest.fixture
    def coordinating(self, fatma: User) -> Enrolment:
        return Enrolment.objects.get(person=fatma, role=Role.COORDINATOR)

    def test_nobody_accepts_it_any_more(
        self, nora: Invitation, coordinating: Enrolment, client: Client
    ) -> None:
        client.get(link_in_mail())
        Enrolment.objects.filter(pk=coordinating.pk).update(ended_at=timezone.now())
        assert client.post(HERE, NEW).status_code == 404
        assert not User.objects.filter(username="nora").exists()

    def test_a_colleague_who_sends_it_again_answers_for_it(
        self, nora: Invitation, coordinating: Enrolment, bea: User, client: Client
    ) -> None:
        Enrolment.objects.filter(pk=coordinating.pk).update(ended_at=timezone.now())
        send_again(invitation=nora, by=bea)
        client.get(link_in_mail())
        client.post(HERE, NEW)
        assert User.objects.filter(username="nora").exists()

    def test_ending_a_coordinator_says_and_does_it(
        self,
        nora: Invitation,
        ask: Any,
        bea: User,
        coordinating: Enrolment,
        as_person: SignIn,
    ) -> None:
        of_another = ask(email="ander@veldermeer.example", by=bea)
        office = as_person(bea)
        end = f"/beheer/inschrijvingen/{coordinating.pk}/beeindigen/"
        assert "1 uitnodiging die nog open staat, wordt ingetrokken." in office.get(end).text
        office.post(end)
        nora.refresh_from_db()
        of_another.refresh_from_db()
        assert nora.withdrawn_at
        assert of_another.withdrawn_at is None
