"""The log of mails: what it shows, to whom, and how a mail is sent again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from learning.enrolment.handout.texts import Text, TextError
from learning.enrolment.mailing.compose import compose
from learning.enrolment.mailing.models import Mail, MailKind, MailState, Why
from learning.enrolment.mailing.queries import failed_mails, mails_of
from learning.enrolment.mailing.services import deliver, send_mail_to
from learning.enrolment.models import AccessCode, Enrolment
from learning.programmes.models import Programme
from portal.accounts.models import User
from tests.mailing.server import LocalServer, MailBox

INDEX_QUERIES = 13


@pytest.fixture
def enrolment(anna: User) -> Enrolment:
    anna.email = "anna@veldermeer.example"
    anna.save()
    return Enrolment.objects.select_related("person", "programme").get(person=anna)


def log(enrolment: Enrolment, state: str = MailState.SENT, **fields: Any) -> Mail:
    return Mail.objects.create(
        **{
            "kind": MailKind.CODE,
            "programme": enrolment.programme,
            "enrolment": enrolment,
            "to": enrolment.person.email or "x@veldermeer.example",
            "state": state,
            **fields,
        }
    )


def page(client: Client, name: str, *args: Any, **query: Any) -> str:
    return client.get(reverse(f"office_mails:{name}", args=args), query).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_as_for_one(
    office: Client,
    enrolment: Enrolment,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
):
    for _each in range(count):
        log(enrolment)
    office.get(reverse("office_mails:index"))

    with django_assert_num_queries(INDEX_QUERIES):
        shown = page(office, "index")

    assert shown.count("anna@veldermeer.example") == count


def test_what_went_wrong_is_told_in_plain_words(office: Client, enrolment: Enrolment):
    mail = log(
        enrolment, MailState.FAILED, why=Why.UNKNOWN_ADDRESS, answer="550 5.1.1 No such user"
    )

    shown = page(office, "detail", mail.pk)

    assert "De mailserver kent dit e-mailadres niet." in shown
    assert "550 5.1.1 No such user" in shown
    assert "De mailserver kent dit e-mailadres niet." in page(office, "index")


def test_the_list_is_filtered_and_searched(office: Client, enrolment: Enrolment, bram: User):
    other = Enrolment.objects.get(person=bram)
    log(enrolment, MailState.FAILED)
    log(other, to="bram@veldermeer.example")

    for query in ({"outcome": "failed"}, {"outcome": "unsettled"}, {"q": "aalbers"}):
        shown = page(office, "index", **query)
        assert "anna@veldermeer.example" in shown
        assert "bram@veldermeer.example" not in shown


def test_only_ones_own_programmes_are_shown(
    office: Client, as_person: Any, gerda: User, enrolment: Enrolment, guus: User
):
    mine, theirs = log(enrolment), log(Enrolment.objects.get(person=guus), to="guus@elders.example")

    assert "guus@elders.example" not in page(office, "index")
    assert "guus@elders.example" in page(as_person(gerda), "index")
    assert office.get(reverse("office_mails:detail", args=[theirs.pk])).status_code == 404
    assert office.get(reverse("office_mails:detail", args=[mine.pk])).status_code == 200


def test_a_later_mail_makes_good_what_failed(enrolment: Enrolment, bram: User, guus: User):
    others = Enrolment.objects.get(person=guus)
    failed = log(enrolment, MailState.FAILED)
    uncertain = log(Enrolment.objects.get(person=bram), MailState.UNCERTAIN)
    log(others, MailState.FAILED)
    log(enrolment, MailState.FAILED, kind=MailKind.TEST)

    assert set(failed_mails([enrolment.programme_id])) == {failed, uncertain}

    log(enrolment, MailState.SENT)

    assert set(failed_mails([enrolment.programme_id])) == {uncertain}


def test_an_invitation_without_enrolment_is_made_good_at_its_address(enrolment: Enrolment):
    def invite(to: str, state: str) -> Mail:
        return Mail.objects.create(
            kind=MailKind.STAFF_INVITATION, programme=enrolment.programme, to=to, state=state
        )

    failed = invite("dirk@x.example", MailState.FAILED)
    invite("els@x.example", MailState.SENT)

    assert list(failed_mails([enrolment.programme_id])) == [failed]

    invite("dirk@x.example", MailState.SENT)

    assert not failed_mails([enrolment.programme_id])


def test_the_mails_of_one_person(enrolment: Enrolment, bram: User):
    first, second = log(enrolment, MailState.FAILED), log(enrolment)
    log(Enrolment.objects.get(person=bram))

    assert list(mails_of(enrolment)) == [second, first]


def test_a_code_is_mailed_again_with_a_new_code(
    office: Client, enrolment: Enrolment, mail_server: LocalServer, mailbox: MailBox
):
    mail = log(enrolment, MailState.UNCERTAIN, why=Why.LINE_LOST)
    again = office.get(reverse("office_mails:detail", args=[mail.pk])).context["again_url"]

    asked = office.get(again)
    assert mailbox.arrived == []
    seen = asked.context["seen"]
    response = office.post(again, {"seen": seen})

    assert response.status_code == 302
    assert mailbox.recipients == ["anna@veldermeer.example"]
    assert AccessCode.objects.filter(enrolment=enrolment, revoked_at=None).count() == 1
    assert not failed_mails([enrolment.programme_id])


@pytest.mark.parametrize(
    ("kind", "state"), [(MailKind.STAFF_INVITATION, "failed"), (MailKind.CODE, "sending")]
)
def test_another_mail_is_not_sent_again_from_here(
    office: Client, enrolment: Enrolment, kind: MailKind, state: str
):
    mail = log(enrolment, state, kind=kind)

    assert "Opnieuw versturen" not in page(office, "detail", mail.pk)


def test_any_mail_goes_through_the_worker_and_leaves_no_content(
    enrolment: Enrolment,
    programme: Programme,
    fatma: User,
    mail_server: LocalServer,
    mailbox: MailBox,
    monkeypatch: pytest.MonkeyPatch,
):
    seen: list[str] = []
    mailbox.before_answer = lambda: seen.append("asked")
    content = compose(
        text=Text("Uitnodiging", "Kom naar {link}"),
        values={"link": "https://geheim.example/"},
        organisation=programme.organisation,
    )

    mail = send_mail_to(
        to="dirk@x.example",
        kind=MailKind.STAFF_INVITATION,
        content=content,
        programme=programme,
        by=fatma,
    )

    assert "https://geheim.example/" in mailbox.text_to("dirk@x.example")
    assert "geheim" not in mail.sealed
    mail.refresh_from_db()
    assert (mail.state, mail.sealed) == (MailState.SENT, "")

    deliver(mail_pk=mail.pk)

    assert len(mailbox.arrived) == 1


def test_what_cannot_be_unsealed_is_told(programme: Programme):
    mail = Mail.objects.create(
        kind=MailKind.NOTICE, to="a@x.example", programme=programme, sealed="stuk"
    )

    deliver(mail_pk=mail.pk)

    mail.refresh_from_db()
    assert (mail.state, mail.why) == (MailState.FAILED, Why.BROKEN)


@pytest.mark.parametrize("to", ["", "geen adres", "a@x.example\nBcc: b@x.example"])
def test_what_is_no_address_is_refused_at_once(programme: Programme, to: str):
    content = compose(text=Text("a", "b"), values={}, organisation=programme.organisation)

    with pytest.raises(TextError):
        send_mail_to(to=to, kind=MailKind.NOTICE, content=content, programme=programme)
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("who", "shown", "changed"),
    [
        (None, "in", "in"),
        ("anna", 404, 404),
        ("dirk", "away", "away"),
        ("rik", "away", "away"),
        ("els", 404, 404),
        ("gerda", 200, 404),
        ("fatma", 200, 200),
        ("bea", 200, 200),
    ],
)
def test_who_reaches_what(
    request: pytest.FixtureRequest,
    as_person: Callable[..., Client],
    enrolment: Enrolment,
    programme: Programme,
    who: str | None,
    shown: Any,
    changed: Any,
):
    client = as_person(who and request.getfixturevalue(who))
    mail = log(enrolment, MailState.FAILED)
    one = [programme.pk, "mail", "nl"]

    def outcome(name: str, *args: Any) -> Any:
        response = client.get(reverse(name, args=args))
        if response.status_code != 302:
            return response.status_code
        if response.url.startswith("/inloggen/"):
            return "in"
        return "away" if response.url == reverse("wagtailadmin_home") else 200

    assert outcome("office_mails:index") == shown
    assert outcome("office_mails:index_results") == shown
    assert outcome("office_texts:index") == shown
    assert {
        outcome("office_mails:detail", mail.pk),
        outcome("office_texts:list", programme.pk),
        outcome("office_texts:edit", *one),
        outcome("office_texts:default", *one),
    } == {changed}


@pytest.mark.parametrize("who", ["dirk", "rik", "gerda", "anna"])
def test_posting_past_the_screens_changes_nothing(
    request: pytest.FixtureRequest,
    as_person: Callable[..., Client],
    enrolment: Enrolment,
    programme: Programme,
    mail_server: LocalServer,
    mailbox: MailBox,
    who: str,
):
    from learning.enrolment.handout.bulk import run_url
    from learning.enrolment.handout.text_models import HandoutText

    HandoutText.objects.create(programme=programme, kind="mail", subject="A", body="{code}")
    client = as_person(request.getfixturevalue(who))
    where = [programme.pk, "mail", "nl"]

    client.post(reverse("office_texts:edit", args=where), {"subject": "B", "body": "{code}"})
    client.post(reverse("office_texts:default", args=where))
    client.post(run_url("mail_code", enrolment, back="/beheer/"))

    assert list(HandoutText.objects.values_list("subject", flat=True)) == ["A"]
    assert mailbox.arrived == []
    assert not AccessCode.objects.exists()
