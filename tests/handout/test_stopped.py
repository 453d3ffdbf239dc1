"""A worker that stops half-way leaves nobody with a code that nobody has, without saying so."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from learning.enrolment import codes
from learning.enrolment.handout import paper, tasks, working
from learning.enrolment.handout.models import Handout
from learning.enrolment.handout.services import HandoutError, remove_old_handouts, start_again
from learning.enrolment.models import AccessCode
from tests.handout.conftest import Enrol, Make, address, again, codes_in, file_of, works

State = Handout.State


def stop_at(monkeypatch: pytest.MonkeyPatch, name: str, error: BaseException) -> None:
    def stop(*args: Any, **kwargs: Any) -> None:
        raise error

    monkeypatch.setattr(paper, name, stop)


@pytest.mark.parametrize("error", [SystemExit(1), RuntimeError("kapot")])
def test_codes_that_were_made_and_not_printed_are_told_of_and_replaced(
    enrol: Enrol,
    make: Make,
    office: Client,
    error: BaseException,
    monkeypatch: pytest.MonkeyPatch,
):
    with monkeypatch.context() as patch:
        stop_at(patch, "typeset", error)
        handout = make(enrol("Anna Aalbers", "Bram Bakker", "Chantal Claes"))

    assert handout.state == (State.STOPPED if isinstance(error, SystemExit) else State.FAILED)
    assert (handout.in_limbo, handout.done) == (3, 0)
    shown = office.get(address("detail", handout)).content.decode()
    assert "Voor 3 mensen is een code gemaakt die niet is afgedrukt" in shown
    orphans = set(AccessCode.objects.values_list("pk", flat=True))

    asked = office.get(address("again", handout)).content.decode()
    assert "3 mensen hebben een code die nooit is gebruikt" in asked
    response = office.post(address("again", handout))

    new = again(Handout.objects.latest("pk"))
    assert response.url == address("detail", new)
    assert (new.state, new.done, new.in_limbo) == (State.READY, 3, 0)
    revoked = AccessCode.objects.filter(revoked_at__isnull=False)
    assert set(revoked.values_list("pk", flat=True)) == orphans
    assert all(works(code) for code in codes_in(file_of(new)))


def test_a_worker_that_is_killed_without_a_word(
    enrol: Enrol, make: Make, office: Client, monkeypatch: pytest.MonkeyPatch
):
    """kill -9 half-way: one has a code, two have none, and nobody wrote down that it ended."""
    real, given = paper.give_code, []

    def die_at_the_second(**fields: Any) -> Any:
        if given:
            raise SystemExit
        given.append(real(**fields))
        return given[0]

    with monkeypatch.context() as patch:
        patch.setattr(paper, "give_code", die_at_the_second)
        patch.setattr(working, "break_off", lambda **fields: None)
        handout = make(enrol("Anna Aalbers", "Bram Bakker", "Chantal Claes"))
    assert handout.state == State.WORKING

    page = office.get(address("detail", handout)).content.decode()
    assert "Wordt gemaakt" in page
    assert office.get(address("again", handout)).status_code == 302
    with pytest.raises(HandoutError):
        start_again(handout=handout)

    Handout.objects.filter(pk=handout.pk).update(seen_at=timezone.now() - timedelta(minutes=5))
    page = office.get(address("detail", handout)).content.decode()
    assert "Halverwege gestopt" in page
    assert "Voor één persoon is een code gemaakt die niet is afgedrukt" in page
    new = again(start_again(handout=handout))
    assert (new.state, new.done) == (State.READY, 3)
    assert again(handout).state == State.STOPPED
    assert not works(given[0].text)


def test_a_worker_that_was_given_up_leaves_the_new_run_alone(
    enrol: Enrol, make: Make, monkeypatch: pytest.MonkeyPatch
):
    """It was only slow, and comes back when somebody has started the run anew."""
    (enrolment,) = enrol("Anna Aalbers")
    with monkeypatch.context() as patch:
        patch.setattr(working, "begin", lambda **fields: None)
        slow = make([enrolment])
    old = working.begin(handout_pk=slow.pk)
    assert old is not None
    Handout.objects.filter(pk=slow.pk).update(seen_at=timezone.now() - timedelta(minutes=5))
    new = start_again(handout=slow)
    (code,) = codes_in(file_of(new))

    prepared = codes.prepare(codes.generate())
    with pytest.raises(working.HandoutStopped):
        working.give_code(recipient=old.recipients.get(), prepared=prepared)
    with pytest.raises(working.HandoutStopped):
        working.finish(handout=old, content=b"brieven die niemand mag krijgen")
    working.break_off(handout=old, state=State.FAILED)
    assert again(slow).state == State.STOPPED
    assert works(code)


def test_a_run_is_carried_out_once(enrol: Enrol, make: Make):
    handout = make(enrol("Anna Aalbers"))
    (code,) = codes_in(file_of(handout))
    tasks.run_handout.call(handout.pk)
    assert AccessCode.objects.count() == 1
    assert codes_in(file_of(handout)) == [code]


def test_what_never_began_can_be_started_after_a_while(
    enrol: Enrol, make: Make, office: Client, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as patch:
        patch.setattr(working, "begin", lambda **fields: None)
        handout = make(enrol("Anna Aalbers"))
    assert "Wacht" in office.get(address("detail", handout)).content.decode()
    long_ago = timezone.now() - timedelta(minutes=11)
    Handout.objects.filter(pk=handout.pk).update(created_at=long_ago)
    assert "Niet opgepakt" in office.get(address("detail", handout)).content.decode()
    office.post(address("again", handout))
    tasks.run_handout.call(handout.pk)
    states = Handout.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.STOPPED, State.READY]


def test_housekeeping_marks_what_stands_still(
    enrol: Enrol, make: Make, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as patch:
        patch.setattr(working, "begin", lambda **fields: None)
        old, fresh = make(enrol("Anna Aalbers")), make(enrol("Bram Bakker"))
    long_ago = timezone.now() - timedelta(minutes=11)
    Handout.objects.filter(pk=old.pk).update(created_at=long_ago)
    remove_old_handouts()
    assert (again(old).state, again(fresh).state) == (State.STOPPED, State.WAITING)
