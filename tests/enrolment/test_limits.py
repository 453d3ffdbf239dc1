"""A training room signs in at once from one address, while somebody there guesses."""

import logging
from collections.abc import Callable
from contextlib import nullcontext
from time import monotonic
from typing import Any

import pytest
from allauth.core.internal import ratelimit
from django.contrib.auth.signals import user_login_failed
from django.core.cache import cache
from django.test import Client

from learning.enrolment import codes
from learning.enrolment.models import AccessCode, Enrolment
from learning.enrolment.services import enrol_person, issue_code, redeem_code, revoke_code
from learning.programmes.models import Cohort, Programme
from portal.accounts.models import User
from portal.accounts.services import create_participant
from tests.enrolment.test_code_login import enter, is_signed_in, unknown_code, wrong_verifier

CodeOf = Callable[[User], str]


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def room(programme: Programme, cohort: Cohort) -> list[str]:
    """The codes of forty people."""

    def code(number: int) -> str:
        person = create_participant(first_name="Deelnemer", last_name=str(number))
        return issue_code(
            enrolment=enrol_person(person=person, programme=programme, cohort=cohort)
        ).text

    return [code(number) for number in range(40)]


def test_forty_people_come_in_while_someone_guesses(room: list[str]) -> None:
    let_in = 0
    for code in room:
        for _ in range(3):
            enter(Client(), unknown_code())
        client = Client()
        enter(client, code)
        let_in += is_signed_in(client)
    assert let_in == 40


def test_guessing_one_code_freezes_that_code_and_no_other(
    anna: User, bram: User, code_of: CodeOf
) -> None:
    of_anna, of_bram = code_of(anna), code_of(bram)
    for _ in range(10):
        enter(Client(), wrong_verifier(of_anna))
    annas, brams = Client(), Client()
    response = enter(annas, of_anna)
    enter(brams, of_bram)
    assert response.status_code == 429
    assert not is_signed_in(annas)
    assert is_signed_in(brams)


def test_a_frozen_code_looks_the_same_whether_it_exists(anna: User, code_of: CodeOf) -> None:
    texts = []
    for code in (code_of(anna), unknown_code()):
        for _ in range(10):
            enter(Client(), wrong_verifier(code))
        response = enter(Client(), code)
        texts.append((response.status_code, response.context["form"].errors.as_text()))
    assert texts[0] == texts[1]
    assert texts[0][0] == 429


def test_far_too_many_passwords_get_a_page_of_their_own(db: None, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    sent = {"login": "niemand", "password": "een lang wachtwoord"}
    for _ in range(2):
        Client().post("/inloggen/medewerkers/", sent)
    response = Client().post("/inloggen/medewerkers/", sent)
    assert response.status_code == 429
    assert "Te veel pogingen" in response.text


def test_whoever_guesses_uses_nothing_up_for_the_others_at_the_address(
    anna: User, code_of: CodeOf, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "2/m/ip"}
    for _ in range(5):
        assert enter(Client(), unknown_code()).status_code == 200
    client = Client()
    enter(client, code_of(anna))
    assert is_signed_in(client)


def test_whatever_is_wrong_with_a_code_the_answer_takes_as_long(
    anna: User, bram: User, code_of: CodeOf, settings: Any
) -> None:
    settings.CODE_REFUSAL_SECONDS = 0.5
    of_anna, of_bram = code_of(anna), code_of(bram)
    revoke_code(code=AccessCode.objects.get(enrolment__person=bram))
    for text in (unknown_code(), wrong_verifier(of_anna), of_bram):
        began = monotonic()
        enter(Client(), text)
        assert monotonic() - began >= 0.5
    assert redeem_code(code=codes.parse(of_anna)) == anna


def test_who_comes_in_waits_for_nobody_to_be_counted(
    anna: User, code_of: CodeOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """allauth answers 429 to who does not get the lock of a count within a second."""
    monkeypatch.setattr(ratelimit, "cache_lock", lambda key: nullcontext(False))
    client = Client()
    enter(client, code_of(anna))
    assert is_signed_in(client)


def test_no_code_and_no_name_in_logs_signals_or_events(
    anna: User, code_of: CodeOf, caplog: pytest.LogCaptureFixture
) -> None:
    code, heard = code_of(anna), []

    def listen(sender: object, credentials: dict[str, str], **kwargs: object) -> None:
        heard.append(str(credentials))

    user_login_failed.connect(listen)
    try:
        with caplog.at_level(logging.DEBUG):
            guess = wrong_verifier(code)
            enter(Client(), guess)
            enter(Client(), code)
    finally:
        user_login_failed.disconnect(listen)
    assert len(heard) == 1
    recorded = " ".join([caplog.text, *heard]).upper()
    for text in (code, guess):
        assert codes.parse(text).verifier not in recorded.replace("-", "")
    assert "AALBERS" not in recorded


def test_a_code_and_its_events_keep_no_secret(anna: User, code_of: CodeOf) -> None:
    verifier = codes.parse(code_of(anna)).verifier
    kept = Enrolment.objects.get(person=anna).codes.get()
    assert verifier not in str(vars(kept)) + str(kept.events.values())
