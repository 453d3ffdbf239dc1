"""Mailing codes: who gets one, what is kept, and that nobody ever gets a mail twice."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from learning.enrolment import codes
from learning.enrolment.handout import tasks
from learning.enrolment.handout.models import Handout, Recipient
from learning.enrolment.handout.services import start_again, start_handout
from learning.enrolment.handout.text_models import HandoutText, TextKind
from learning.enrolment.mailing.models import Mail, MailState, Why
from learning.enrolment.models import AccessCode, Enrolment
from learning.enrolment.services import end_enrolment, issue_code, redeem_code
from learning.programmes.models import CodeMode, Programme
from portal.accounts.models import AccessEvent, User
from tests.mailing.server import LocalServer, MailBox

CODE = re.compile(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}")
Mailed = Callable[..., Enrolment]


def run(programme: Programme, *enrolments: Enrolment, **options: Any) -> Handout:
    handout = start_handout(
        kind=Handout.Kind.MAIL, programme=programme, enrolments=enrolments, **options
    )
    handout.refresh_from_db()
    return handout


def standing(handout: Handout) -> list[tuple[str, str, str]]:
    """Who is how far, and why."""
    people = handout.recipients.order_by("enrolment__person__first_name")
    return [(each.enrolment.person.first_name, each.state, each.reason) for each in people]


def log() -> list[tuple[str, str, str]]:
    return [
        (mail.to.partition("@")[0], mail.state, mail.why) for mail in Mail.objects.order_by("pk")
    ]


def living(enrolment: Enrolment) -> int:
    return AccessCode.objects.filter(enrolment=enrolment, revoked_at=None).count()


def test_the_code_in_the_mail_works(
    mail_server: LocalServer,
    mailbox: MailBox,
    programme: Programme,
    anna: User,
    mailed: Mailed,
    fatma: User,
):
    handout = run(programme, mailed(anna), by=fatma)

    (code,) = CODE.findall(mailbox.text_to("anna@veldermeer.example"))
    assert handout.state == Handout.State.READY
    assert standing(handout) == [("Anna", "done", "")]
    assert log() == [("anna", MailState.SENT, "")]
    assert redeem_code(code=codes.parse(code)) == anna
    (noted,) = AccessEvent.objects.filter(kind=AccessEvent.Kind.MAIL_SENT)
    assert (noted.about, noted.by) == (anna, fatma)


def test_neither_the_code_nor_the_text_is_kept(
    mail_server: LocalServer, mailbox: MailBox, programme: Programme, anna: User, mailed: Mailed
):
    run(programme, mailed(anna))

    (code,) = CODE.findall(mailbox.text_to("anna@veldermeer.example"))
    kept = str(list(Mail.objects.values())) + str(list(Recipient.objects.values()))
    assert "anna@" in kept
    assert code[5:] not in kept
    assert "Beste Anna" not in kept


def test_who_the_server_does_not_know_has_no_code_and_the_others_have(
    mail_server: LocalServer,
    mailbox: MailBox,
    programme: Programme,
    anna: User,
    bram: User,
    mailed: Mailed,
):
    mailbox.refuses["anna@veldermeer.example"] = "550 5.1.1 No such user"
    annas, brams = mailed(anna), mailed(bram)

    handout = run(programme, annas, brams)

    assert standing(handout) == [("Anna", "left_out", "not_sent"), ("Bram", "done", "")]
    assert log() == [("anna", MailState.FAILED, Why.UNKNOWN_ADDRESS), ("bram", MailState.SENT, "")]
    assert (living(annas), living(brams)) == (0, 1)
    assert Mail.objects.get(to__startswith="anna").answer == "550 5.1.1 No such user"


def test_a_refusal_leaves_the_old_code_as_it_was(
    mail_server: LocalServer, mailbox: MailBox, programme: Programme, anna: User, mailed: Mailed
):
    enrolment = mailed(anna)
    old = issue_code(enrolment=enrolment)
    redeem_code(code=codes.parse(old.text))
    mailbox.refuses["anna@veldermeer.example"] = "550 5.1.1 No such user"

    run(programme, enrolment, replaces_used=True)

    assert redeem_code(code=codes.parse(old.text)) == anna
    assert AccessCode.objects.count() == 1


def test_a_server_that_is_away_keeps_everyone_waiting_for_a_next_run(
    mail_server: LocalServer,
    mailbox: MailBox,
    programme: Programme,
    anna: User,
    bram: User,
    mailed: Mailed,
    settings: Any,
):
    people = [mailed(anna), mailed(bram)]
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1

    handout = run(programme, *people)

    assert handout.state == Handout.State.FAILED
    assert handout.why.startswith("De mailserver is niet te bereiken")
    assert standing(handout) == [("Anna", "waiting", ""), ("Bram", "waiting", "")]
    assert log() == [("anna", MailState.FAILED, Why.AWAY)]
    assert not AccessCode.objects.exists()

    settings.EMAIL_PORT = port
    again = start_again(handout=handout)

    assert standing(again) == [("Anna", "done", ""), ("Bram", "done", "")]
    assert [living(each) for each in people] == [1, 1]


def test_a_line_that_breaks_after_the_text_is_uncertain_and_the_code_works(
    mail_server: LocalServer,
    mailbox: MailBox,
    programme: Programme,
    anna: User,
    bram: User,
    mailed: Mailed,
):
    mailbox.hangs_up_after_text = True
    mailed(bram)

    handout = run(programme, mailed(anna), mailed(bram))

    (code,) = CODE.findall(mailbox.text_to("anna@veldermeer.example"))
    uncertain = ("left_out", "uncertain")
    assert standing(handout) == [("Anna", *uncertain), ("Bram", *uncertain)]
    assert log()[0] == ("anna", MailState.UNCERTAIN, Why.LINE_LOST)
    assert redeem_code(code=codes.parse(code)) == anna


def test_a_worker_that_dies_over_a_mail_leaves_it_uncertain_and_sends_it_never_again(
    mail_server: LocalServer,
    mailbox: MailBox,
    programme: Programme,
    anna: User,
    bram: User,
    mailed: Mailed,
    monkeypatch: pytest.MonkeyPatch,
):
    class Killed(BaseException):
        pass

    def die(*args: Any, **kwargs: Any) -> None:
        raise Killed

    people = [mailed(anna), mailed(bram)]
    with monkeypatch.context() as patch:
        patch.setattr("learning.enrolment.mailing.runs._keep", die)
        handout = run(programme, *people)

    assert mailbox.recipients == ["anna@veldermeer.example"]
    assert log() == [("anna", MailState.SENDING, "")]
    assert living(people[0]) == 0

    tasks.run_handout.enqueue(handout.pk)
    assert mailbox.recipients == ["anna@veldermeer.example"]

    silent = timezone.now() - timedelta(minutes=5)
    Handout.objects.filter(pk=handout.pk).update(seen_at=silent)
    handout.refresh_from_db()
    start_again(handout=handout)

    assert mailbox.recipients == ["anna@veldermeer.example", "bram@veldermeer.example"]


def test_what_a_dead_worker_left_is_told_as_uncertain(programme: Programme, anna: User):
    now = timezone.now()
    for ago in (timedelta(minutes=1), timedelta(minutes=11)):
        Mail.objects.create(kind="code", to="a@b.nl", state=MailState.SENDING, at=now - ago)

    outcomes = Mail.objects.with_outcome().order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == [MailState.SENDING, MailState.UNCERTAIN]


def test_two_workers_on_one_run_send_one_mail(
    mail_server: LocalServer, mailbox: MailBox, programme: Programme, anna: User, mailed: Mailed
):
    """While the server thinks, a second worker takes up the same recipient."""
    from learning.enrolment.handout.models import Recipient as Row
    from learning.enrolment.mailing.runs import _claim

    enrolment = mailed(anna)
    handout = run(programme, enrolment)
    row = Row.objects.select_related("handout").get(handout=handout)

    assert _claim(row, enrolment) is None
    assert Mail.objects.count() == 1


def test_a_code_that_changed_meanwhile_is_told(
    mail_server: LocalServer,
    mailbox: MailBox,
    programme: Programme,
    anna: User,
    mailed: Mailed,
    monkeypatch: pytest.MonkeyPatch,
):
    enrolment = mailed(anna)
    hand_over = "learning.enrolment.mailing.smtp.MailServer._try"
    from learning.enrolment.mailing.smtp import MailServer

    usual = MailServer._try

    def slowly(self: MailServer, message: Any) -> Any:
        outcome = usual(self, message)
        end_enrolment(enrolment=enrolment)
        return outcome

    monkeypatch.setattr(hand_over, slowly)
    handout = run(programme, enrolment)

    assert log() == [("anna", MailState.FAILED, Why.OVERTAKEN)]
    assert standing(handout) == [("Anna", "left_out", "not_sent")]


def test_who_has_no_address_is_left_out(
    mail_server: LocalServer,
    mailbox: MailBox,
    programme: Programme,
    anna: User,
    bram: User,
    mailed: Mailed,
):
    handout = run(programme, mailed(anna, email=""), mailed(bram))

    assert standing(handout) == [("Anna", "left_out", "no_address"), ("Bram", "done", "")]
    assert mailbox.recipients == ["bram@veldermeer.example"]


def test_an_address_that_is_none_is_not_tried(
    mail_server: LocalServer, mailbox: MailBox, programme: Programme, anna: User, mailed: Mailed
):
    run(programme, mailed(anna, email="anna@x.nl\nBcc: alle@x.nl"))

    ((_to, state, why),) = log()
    assert (state, why) == (MailState.FAILED, Why.UNKNOWN_ADDRESS)
    assert mailbox.connections == 0


def test_a_text_that_is_wrong_sends_nothing(
    mail_server: LocalServer, mailbox: MailBox, programme: Programme, anna: User, mailed: Mailed
):
    HandoutText.objects.create(
        programme=programme, kind=TextKind.MAIL, subject="Dag", body="{code} {voornam}"
    )

    handout = run(programme, mailed(anna))

    assert handout.state == Handout.State.FAILED
    assert handout.why == "Een invulwoord {voornam} bestaat niet. Bedoel je {voornaam}?"
    assert (log(), mailbox.arrived) == ([], [])
    assert not AccessCode.objects.exists()


def test_everyone_reads_their_own_language_in_the_house_style(
    mail_server: LocalServer,
    mailbox: MailBox,
    programme: Programme,
    anna: User,
    bram: User,
    mailed: Mailed,
):
    programme.organisation.brand_colour = "#123456"
    programme.organisation.help_email = "hulp@veldermeer.example"
    programme.organisation.save()

    run(programme, mailed(anna, language="en"), mailed(bram))

    english, dutch = mailbox.arrived
    assert english["Subject"] == "Welcome to Stevig aan tafel"
    assert dutch["Subject"] == "Welkom bij Stevig aan tafel"
    assert dutch["From"] == "Leerportaal <leerportaal@localhost>"
    assert dutch["Reply-To"] == "hulp@veldermeer.example"
    assert dutch["Auto-Submitted"] == "auto-generated"
    page = dutch.get_body(("html",)).get_content()
    assert '<html lang="nl">' in page
    assert "#123456" in page
    assert "src=" not in page


def test_a_name_cannot_put_a_header_or_markup_in_a_mail(
    mail_server: LocalServer, mailbox: MailBox, programme: Programme, anna: User, mailed: Mailed
):
    HandoutText.objects.create(
        programme=programme, kind=TextKind.MAIL, subject="Dag {voornaam}", body="{naam} {code}"
    )

    run(
        programme,
        mailed(
            anna,
            first_name="A\nBcc: x@elders.example",
            last_name="<b>{code}</b>",
            email="anna@veldermeer.example",
        ),
    )

    (mail,) = mailbox.arrived
    assert mail["Subject"] == "Dag A Bcc: x@elders.example"
    assert mail["Bcc"] is None
    assert mailbox.recipients == ["anna@veldermeer.example"]
    page = mail.get_body(("html",)).get_content()
    assert "&lt;b&gt;{code}&lt;/b&gt;" in page
    assert "<b>" not in page


@pytest.mark.parametrize(
    ("mode", "is_in_link"), [(CodeMode.ACTIVATE, True), (CodeMode.REPEAT, False)]
)
def test_the_link_holds_the_code_only_where_it_works_once(
    mail_server: LocalServer,
    mailbox: MailBox,
    programme: Programme,
    anna: User,
    mailed: Mailed,
    mode: CodeMode,
    is_in_link: bool,
):
    programme.code_mode = mode
    programme.save()

    run(programme, mailed(anna))

    text = mailbox.text_to("anna@veldermeer.example")
    code = CODE.findall(text)[-1]
    assert (f"http://testserver/inloggen/#{code}" in text) is is_in_link
    assert "http://testserver/inloggen/" in text
    assert ("nog niet ingevuld?" in text) is is_in_link


def test_the_page_of_a_finished_run_says_how_the_mails_ended(
    mail_server: LocalServer,
    programme: Programme,
    anna: User,
    mailed: Mailed,
    fatma: User,
    as_person: Any,
):
    handout = run(programme, mailed(anna), by=fatma)
    page = as_person(fatma).get(f"/beheer/uitgifte/{handout.pk}/").text
    shown = f"/beheer/mails/?programme={programme.pk}&amp;kind=code&amp;outcome=sent"
    assert f'<a href="{shown}">1 mail verstuurd</a>' in page
