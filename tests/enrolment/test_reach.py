"""A code opens everything of a person: who coordinates only a part of it hands out none."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning.enrolment.handout.models import Handout, Recipient
from learning.enrolment.handout.services import start_handout
from learning.enrolment.importing.models import EmployeeNumber
from learning.enrolment.importing.services import enter_list
from learning.enrolment.inviting.services import (
    InvitationError,
    accept_with_new_account,
    invite,
)
from learning.enrolment.models import AccessCode, Enrolment, Role
from learning.enrolment.services import (
    EnrolmentError,
    end_enrolment,
    enrol_person,
    issue_code,
    replace_code,
)
from learning.enrolment.upkeep import extend_code
from learning.programmes.models import Programme
from portal.accounts.forms import NewAddressForm
from portal.accounts.models import User
from portal.accounts.services import forget_unchecked_addresses
from tests.importing.conftest import as_csv, checked

SignIn = Callable[[User | None], Client]
MINE, EVIL = "anna@veldermeer.example", "fatma@veldermeer.example"


@pytest.fixture(autouse=True)
def receivers_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sent on commit is sent, although a test never commits."""
    monkeypatch.setattr(transaction, "on_commit", lambda run, **options: run())


@pytest.fixture
def here(anna: User) -> Enrolment:
    return Enrolment.objects.get(person=anna)


@pytest.fixture
def elsewhere(anna: User, here: Enrolment, other_programme: Programme) -> Enrolment:
    """Anna takes part in a programme of another organisation too."""
    return enrol_person(person=anna, programme=other_programme)


@pytest.fixture
def bea(make_person: Any) -> User:
    """An administrator."""
    person: User = make_person("Bea Beheer", username="bea", is_superuser=True, is_staff=True)
    return person


def test_no_code_is_made_that_would_open_what_another_organisation_keeps(
    here: Enrolment, elsewhere: Enrolment, fatma: User, bea: User, as_person: SignIn
) -> None:
    office = as_person(fatma)
    page = office.post(reverse("office_enrolments:issue_code", args=[here.pk]), follow=True)
    assert "Vraag een beheerder om een code" in page.text
    assert "Elders" not in page.text
    assert not AccessCode.objects.exists()

    old = issue_code(enrolment=here, by=bea).code
    with pytest.raises(EnrolmentError):
        replace_code(code=old, by=fatma)
    with pytest.raises(EnrolmentError):
        extend_code(code=old, until=timezone.localdate() + timedelta(days=90), by=fatma)
    assert AccessCode.objects.get() == old
    assert replace_code(code=old, by=bea).code != old


def test_it_is_allowed_again_once_the_other_enrolment_has_ended(
    here: Enrolment, elsewhere: Enrolment, fatma: User
) -> None:
    end_enrolment(enrolment=elsewhere)
    assert issue_code(enrolment=here, by=fatma)


def test_who_coordinates_both_organisations_may(
    here: Enrolment, elsewhere: Enrolment, fatma: User
) -> None:
    enrol_person(person=fatma, programme=elsewhere.programme, role=Role.COORDINATOR)
    assert issue_code(enrolment=here, by=fatma)


@pytest.mark.parametrize("kind", [Handout.Kind.LETTERS, Handout.Kind.CARDS, Handout.Kind.MAIL])
def test_a_run_leaves_them_out_and_says_why(
    kind: Handout.Kind, here: Enrolment, elsewhere: Enrolment, bram: User, fatma: User
) -> None:
    User.objects.filter(pk__in=[here.person_id, bram.pk]).update(email=MINE)
    theirs = Enrolment.objects.get(person=bram)
    handout = start_handout(
        kind=kind, programme=here.programme, enrolments=[here, theirs], by=fatma
    )
    recipient = handout.recipients.get(enrolment=here)
    assert (recipient.state, recipient.reason) == ("left_out", Recipient.Reason.ELSEWHERE)
    assert not here.codes.exists()
    assert theirs.codes.count() == 1


def test_a_list_gives_no_other_address_to_mail_a_code_to(
    here: Enrolment, elsewhere: Enrolment, fatma: User, programme: Programme
) -> None:
    number = {"organisation": programme.organisation, "number": "77"}
    EmployeeNumber.objects.create(person=here.person, **number)
    User.objects.filter(pk=here.person_id).update(email=MINE)
    headings = "Persnr;Voornaam;Achternaam;E-mail;Functie"
    file = as_csv(f"77;Anna;Aalbers;{EVIL};Jurist", headings=headings)
    run = checked(programme, fatma, file)
    assert "een beheerder kan het wijzigen" in str(run.rows.get().says)
    enter_list(run=run, seen=run.digest, by=fatma)
    assert User.objects.get(pk=here.person_id).email == MINE


@pytest.mark.parametrize("page", ["account_request_login_code", "account_reset_password"])
def test_an_address_that_the_office_gave_opens_nothing_by_itself(
    page: str, here: Enrolment, client: Client
) -> None:
    User.objects.filter(pk=here.person_id).update(email=EVIL)
    client.post(reverse(page), {"email": EVIL})
    assert mail.outbox == []


class TestNotice:
    def test_every_checked_address_hears_of_a_new_code(self, here: Enrolment, fatma: User) -> None:
        for address, is_checked in ((MINE, True), ("thuis@anna.example", True), (EVIL, False)):
            here.person.emailaddress_set.create(email=address, verified=is_checked)
        issued = issue_code(enrolment=here, by=fatma)
        assert [message.to for message in mail.outbox] == [[MINE], ["thuis@anna.example"]]
        for message in mail.outbox:
            assert message.subject == "Er is een persoonlijke code voor je gemaakt"
            assert issued.text not in str(message.body)
            assert issued.code.selector not in str(message.body)

    def test_also_where_replacing_takes_the_address_away(
        self, here: Enrolment, fatma: User
    ) -> None:
        code = issue_code(enrolment=here, by=fatma).code
        AccessCode.objects.filter(pk=code.pk).update(first_used_at=timezone.now())
        here.person.emailaddress_set.create(email=MINE, verified=True)
        replace_code(code=code, by=fatma)
        assert [message.to for message in mail.outbox] == [[MINE]]
        assert not here.person.emailaddress_set.exists()

    def test_who_has_no_address_costs_nothing(self, here: Enrolment, fatma: User) -> None:
        issue_code(enrolment=here, by=fatma)
        assert mail.outbox == []


class TestUncheckedAddress:
    """Anyone can type somebody else's address in their account; it counts once it was checked."""

    @pytest.fixture(autouse=True)
    def claim(self, bram: User) -> None:
        bram.emailaddress_set.create(email="olga@veldermeer.example", verified=False)

    def test_a_list_does_not_take_its_owner_for_who_typed_it(
        self, programme: Programme, fatma: User, bram: User
    ) -> None:
        row = "Bo;Jansen;olga@veldermeer.example"
        run = checked(programme, fatma, as_csv(row, headings="Voornaam;Achternaam;E-mail"))
        enter_list(run=run, seen=run.digest, by=fatma)
        bram.refresh_from_db()
        assert str(bram) == "Bram Bakker"
        assert User.objects.get(email="olga@veldermeer.example").last_name == "Jansen"

    def test_nobody_gets_another_name_by_an_address_alone(
        self, programme: Programme, fatma: User, bram: User
    ) -> None:
        User.objects.filter(pk=bram.pk).update(email="olga@veldermeer.example")
        row = "Bo;Jansen;olga@veldermeer.example"
        run = checked(programme, fatma, as_csv(row, headings="Voornaam;Achternaam;E-mail"))
        assert "Is het een ander?" in str(run.rows.filter(outcome="wrong").get().says)

    def test_three_are_enough(self, bram: User) -> None:
        for number in range(2):
            bram.emailaddress_set.create(email=f"{number}@x.example", verified=False)
        form = NewAddressForm(user=bram, data={"email": "vierde@x.example"})
        assert "Druk eerst op de link" in str(form.errors)
        bram.emailaddress_set.filter(email="0@x.example").update(verified=True)
        assert NewAddressForm(user=bram, data={"email": "vierde@x.example"}).is_valid()

    def test_after_a_week_they_are_gone(self, bram: User, monkeypatch: pytest.MonkeyPatch) -> None:
        bram.emailaddress_set.create(email=MINE, verified=True)
        first = timezone.localdate()
        for day in range(8):
            assert bram.emailaddress_set.filter(verified=False).exists()
            monkeypatch.setattr(timezone, "localdate", lambda day=day: first + timedelta(days=day))
            forget_unchecked_addresses()
        assert [each.email for each in bram.emailaddress_set.all()] == [MINE]

    def test_its_owner_can_still_accept_an_invitation(
        self, programme: Programme, fatma: User
    ) -> None:
        person = {"first_name": "Olga", "last_name": "Oud", "email": "olga@veldermeer.example"}
        invitation = invite(programme=programme, role=Role.TRAINER, by=fatma, **person)
        made = accept_with_new_account(
            token_hash=invitation.token_hash, username="olga", password="een heel lang wachtwoord"
        )
        assert made.emailaddress_set.get().verified


def test_an_invitation_to_the_address_of_a_participant_makes_no_account(
    here: Enrolment, programme: Programme, fatma: User
) -> None:
    User.objects.filter(pk=here.person_id).update(email=MINE)
    person = {"first_name": "Anna", "last_name": "Aalbers", "email": MINE}
    invitation = invite(programme=programme, role=Role.TRAINER, by=fatma, **person)
    with pytest.raises(InvitationError):
        accept_with_new_account(
            token_hash=invitation.token_hash, username="anna", password="een heel lang wachtwoord"
        )
