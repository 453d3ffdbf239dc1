"""Codes between issue and end: more time, frozen by too many tries, let go again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from learning.enrolment import codes
from learning.enrolment.models import AccessCode, CodeEvent, Enrolment
from learning.enrolment.services import (
    EnrolmentError,
    end_enrolment,
    issue_code,
    redeem_code,
    revoke_code,
)
from learning.enrolment.upkeep import extend_code, freeze_code, unfreeze_code
from portal.accounts.models import User
from tests.enrolment.test_code_login import enter, is_signed_in, unknown_code, wrong_verifier

CodeOf = Callable[[User], str]
TRIES = 10
"""So many wrong ones in a few minutes freeze a code: ``login_failed`` in the settings."""


@pytest.fixture(autouse=True)
def receivers_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction, "on_commit", lambda run, **options: run())


def guess(code: str, times: int = TRIES, **request: Any) -> None:
    for _ in range(times):
        Client().post("/inloggen/", {"code": wrong_verifier(code)}, **request)


def kept() -> AccessCode:
    return AccessCode.objects.get(revoked_at=None)


def kinds() -> list[str]:
    events = CodeEvent.objects.exclude(kind=CodeEvent.Kind.REFUSED).order_by("pk")
    return [str(event.kind) for event in events]


class TestFrozen:
    def test_it_is_noted_once_however_long_it_goes_on(self, anna: User, code_of: CodeOf) -> None:
        code = code_of(anna)
        guess(code, TRIES - 1)
        assert kept().frozen_at is None
        guess(code, 1)
        assert kept().frozen_at is not None
        guess(code, 3)
        freeze_code(selector=kept().selector)
        assert kinds() == ["issued", "frozen"]

    def test_other_codes_and_codes_that_do_not_exist_are_left_alone(
        self, anna: User, bram: User, code_of: CodeOf
    ) -> None:
        of_anna, _of_bram = code_of(anna), code_of(bram)
        guess(unknown_code())
        guess(of_anna)
        frozen = AccessCode.objects.exclude(frozen_at=None)
        assert [code.enrolment.person for code in frozen] == [anna]

    def test_an_account_that_is_guessed_at_is_no_code(self, dirk: User) -> None:
        for _ in range(TRIES + 1):
            Client().post("/inloggen/medewerkers/", {"login": "dirk", "password": "fout"})
        assert not CodeEvent.objects.exists()

    def test_letting_go_lets_the_person_in_at_once(
        self, anna: User, fatma: User, code_of: CodeOf
    ) -> None:
        """The contract with allauth: this is where it counts what failed, under each host name."""
        code = code_of(anna)
        guess(code, TRIES // 2)
        guess(code, TRIES - TRIES // 2, headers={"host": "localhost"})
        assert enter(Client(), code).status_code == 429
        unfreeze_code(code=kept(), by=fatma)
        client = Client()
        enter(client, code)
        assert is_signed_in(client)
        assert kept().frozen_at is None
        assert kinds() == ["issued", "frozen", "unfrozen", "used"]

    def test_letting_go_starts_the_count_again_and_no_more(
        self, anna: User, fatma: User, code_of: CodeOf
    ) -> None:
        code = code_of(anna)
        guess(code)
        unfreeze_code(code=kept(), by=fatma)
        guess(code)
        assert enter(Client(), code).status_code == 429
        assert kinds() == ["issued", "frozen", "unfrozen", "frozen"]

    def test_who_comes_in_later_is_no_longer_frozen(self, anna: User, code_of: CodeOf) -> None:
        code = code_of(anna)
        freeze_code(selector=kept().selector)
        assert redeem_code(code=codes.parse(code)) == anna
        assert kept().frozen_at is None

    def test_what_is_not_frozen_cannot_be_let_go(self, anna: User, code_of: CodeOf) -> None:
        code_of(anna)
        with pytest.raises(EnrolmentError):
            unfreeze_code(code=kept())
        code = kept()
        freeze_code(selector=code.selector)
        revoke_code(code=code)
        with pytest.raises(EnrolmentError):
            unfreeze_code(code=code)

    def test_who_comes_in_pays_nothing_for_it(self, anna: User, code_of: CodeOf) -> None:
        code = code_of(anna)
        redeem_code(code=codes.parse(code))
        with CaptureQueriesContext(connection) as queries:
            redeem_code(code=codes.parse(code))
        written = [q["sql"] for q in queries if q["sql"].startswith(("UPDATE", "INSERT"))]
        assert len(written) == 1


class TestExtending:
    @pytest.fixture
    def enrolment(self, anna: User) -> Enrolment:
        return Enrolment.objects.get(person=anna)

    @pytest.fixture
    def expired(self, enrolment: Enrolment) -> str:
        """A letter that nobody used in time."""
        yesterday = timezone.now() - timedelta(days=1)
        return issue_code(enrolment=enrolment, expires_at=yesterday).text

    def test_an_expired_letter_works_again_until_the_day_is_over(
        self, expired: str, anna: User, fatma: User
    ) -> None:
        assert redeem_code(code=codes.parse(expired)) is None
        until = timezone.localdate() + timedelta(days=10)
        code = extend_code(code=kept(), until=until, by=fatma)
        assert timezone.localdate(code.expires_at - timedelta(seconds=1)) == until
        assert redeem_code(code=codes.parse(expired)) == anna
        assert CodeEvent.objects.get(kind="extended").by == fatma

    def test_never_longer_than_the_enrolment(self, expired: str, enrolment: Enrolment) -> None:
        far = enrolment.programme.ends_on + timedelta(days=100)
        code = extend_code(code=kept(), until=far)
        last_day = timezone.localdate(code.expires_at - timedelta(seconds=1))
        assert last_day == enrolment.programme.ends_on

    def test_not_shorter(self, enrolment: Enrolment) -> None:
        issue_code(enrolment=enrolment)
        before = kept().expires_at
        with pytest.raises(EnrolmentError):
            extend_code(code=kept(), until=timezone.localdate() + timedelta(days=5))
        assert kept().expires_at == before

    def test_not_into_the_past(self, expired: str) -> None:
        with pytest.raises(EnrolmentError):
            extend_code(code=kept(), until=timezone.localdate() - timedelta(days=1))

    def test_not_once_it_is_used(self, anna: User, code_of: CodeOf) -> None:
        redeem_code(code=codes.parse(code_of(anna)))
        with pytest.raises(EnrolmentError):
            extend_code(code=kept(), until=timezone.localdate() + timedelta(days=100))

    def test_not_once_it_is_revoked_or_the_enrolment_has_ended(
        self, enrolment: Enrolment, bram: User, code_of: CodeOf
    ) -> None:
        until = timezone.localdate() + timedelta(days=100)
        revoked = issue_code(enrolment=enrolment).code
        revoke_code(code=revoked)
        code_of(bram)
        ended = kept()
        end_enrolment(enrolment=ended.enrolment)
        for code in (revoked, ended):
            with pytest.raises(EnrolmentError):
                extend_code(code=code, until=until)
        assert "extended" not in kinds()
