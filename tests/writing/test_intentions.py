"""An intention comes back after a week and after six: on screen, and once by mail for who asked for it."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from learning.enrolment.access import entitlements_of
from learning.enrolment.mailing.models import Mail, MailState
from learning.enrolment.models import Enrolment
from learning.enrolment.services import end_enrolment
from learning.modules.answers.models import Answer
from learning.modules.intentions import services
from learning.modules.intentions.models import Nudge
from learning.modules.intentions.queries import due_nudges
from learning.modules.intentions.services import mail_due_nudges
from learning.modules.models import LessonPage
from portal.accounts.models import User
from tests.writing.conftest import SECRET, Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def intention(anna: User, post: Post) -> Answer:
    EmailAddress.objects.create(user=anna, email="anna@veldermeer.example", verified=True)
    post(anna, "intention", "het spannend wordt", f"tel ik tot drie {SECRET}", by_mail="on")
    return Answer.objects.get()


def days_pass(days: int) -> None:
    """As if the intention was made so long ago."""
    for nudge in Nudge.objects.all():
        nudge.due_on -= timedelta(days=days)
        nudge.save()


def due_for(person: User) -> list[str]:
    return [nudge.text for nudge in due_nudges(entitlements_of(person))]


def test_it_asks_after_seven_days_and_after_six_weeks(
    intention: Answer, anna: User, bram: User, django_assert_num_queries: Any
) -> None:
    today = timezone.localdate()
    assert [(nudge.due_on - today).days for nudge in intention.nudges.all()] == [7, 42]
    assert due_for(anna) == []
    days_pass(7)
    who = entitlements_of(anna)
    with django_assert_num_queries(1):
        [nudge] = due_nudges(who)
        assert (nudge.text, nudge.answer.said[1].text[:9]) == ("Is het gelukt?", "tel ik to")
    assert due_for(bram) == []
    days_pass(35)
    assert due_for(anna) == ["Wat doe je nu anders?"]


def test_the_answer_goes_into_the_logbook_and_asks_no_more(
    intention: Answer, anna: User, bram: User, as_person: Any
) -> None:
    days_pass(7)
    nudge = intention.nudges.first()
    assert nudge
    client = as_person(anna)
    assert SECRET in client.get(nudge.url).content.decode()
    assert as_person(bram).get(nudge.url).status_code == 404
    assert 'name="outcome"' in client.post(nudge.url, {"outcome": "other"}).content.decode()
    client.post(nudge.url, {"outcome": "other", "note": "Bij de balie wel"})
    assert due_for(anna) == []
    assert "Bij de balie wel" in client.get("/logboek/?zoek=balie").content.decode()


def test_changing_the_words_keeps_the_days(intention: Answer, anna: User, post: Post) -> None:
    days_pass(3)
    before = list(Nudge.objects.values_list("pk", "due_on"))
    post(anna, "intention", "het stil valt", "wacht ik", version=1)
    assert list(Nudge.objects.values_list("pk", "due_on")) == before
    assert not Nudge.objects.filter(by_mail=True).exists()


def test_it_reads_the_same_in_another_language(
    intention: Answer, anna: User, lesson: LessonPage, as_person: Any
) -> None:
    client = as_person(anna)
    client.cookies["django_language"] = "en"
    seen = client.get(lesson.portal_path).content.decode()
    assert "then …" in seen
    assert f"tel ik tot drie {SECRET}</textarea>" in seen


def test_a_mail_comes_once_and_says_nothing_of_the_intention(
    intention: Answer, django_capture_on_commit_callbacks: Any
) -> None:
    assert mail_due_nudges() == 0
    days_pass(7)
    with django_capture_on_commit_callbacks(execute=True):
        assert mail_due_nudges() == 1
        assert mail_due_nudges() == 0
    [sent] = mail.outbox
    assert sent.to == ["anna@veldermeer.example"]
    assert f"/logboek/vraag/{Nudge.objects.first().pk}/" in sent.body  # type: ignore[union-attr]
    whole = sent.subject + sent.message().as_string()
    assert SECRET not in whole
    assert "tel ik" not in whole


def test_a_worker_that_is_killed_half_way_leaves_no_mail_out_and_sends_none_twice(
    intention: Answer, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    days_pass(7)

    def killed(**arguments: Any) -> None:
        send(**arguments)
        raise SystemExit

    send = services.send_mail_to
    monkeypatch.setattr(services, "send_mail_to", killed)
    with pytest.raises(SystemExit):
        mail_due_nudges()
    monkeypatch.undo()
    assert not Mail.objects.exists()
    mail_due_nudges()  # killed after it was kept, before the task was handed over: nothing runs
    assert (Mail.objects.count(), len(mail.outbox)) == (1, 0)
    Mail.objects.update(created_at=timezone.now() - timedelta(hours=1))
    for _again in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            mail_due_nudges()
    assert (Mail.objects.count(), len(mail.outbox)) == (1, 1)
    assert Mail.objects.get().state == MailState.SENT


def test_no_mail_for_who_is_gone_or_asked_for_none(
    intention: Answer, anna: User, bram: User, post: Post
) -> None:
    EmailAddress.objects.create(user=bram, email="bram@veldermeer.example", verified=True)
    post(bram, "intention", "het stil valt", "wacht ik")
    end_enrolment(enrolment=Enrolment.objects.get(person=anna))
    days_pass(7)
    assert mail_due_nudges() == 0
    assert not Mail.objects.exists()
    assert due_for(anna) == []
    assert due_for(bram) == ["Is het gelukt?"]
