"""Inviting someone by mail: what the mail opens, for whom, how often, and what it tells nobody."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from learning.enrolment.inviting.models import Invitation
from learning.enrolment.inviting.services import (
    InvitationError,
    forget_expired_invitations,
    invite,
    send_again,
    withdraw,
)
from learning.enrolment.models import Enrolment, Role
from learning.enrolment.services import enrol_person, issue_code
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


@pytest.fixture
def ask(programme: Programme, fatma: User) -> Callable[..., Invitation]:
    def make(**more: Any) -> Invitation:
        asked = {"first_name": "Nora", "last_name": "Nieuw", "email": "nora@veldermeer.example"}
        return invite(
            **{"programme": programme, "role": Role.TRAINER, "by": fatma, **asked, **more}
        )

    return make


@pytest.fixture
def nora(ask: Any) -> Invitation:
    made: Invitation = ask()
    return made


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
