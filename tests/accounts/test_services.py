"""People are made by services, never deleted, and lose their sessions with their code."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client

from learning.enrolment.models import CODE_ROLES, AccessCode, Enrolment, Role
from learning.enrolment.services import (
    EnrolmentError,
    end_enrolment,
    enrol_person,
    issue_code,
    replace_code,
    revoke_code,
)
from learning.programmes.models import Programme
from portal.accounts.models import PeopleAreKept, User
from portal.accounts.services import AccountError, create_participant, create_staff
from tests.accounts.conftest import PASSWORD, is_signed_in, with_code

CodeOf = Callable[[User], str]


class TestPeople:
    def test_a_participant_has_no_password(self, db: None) -> None:
        person = create_participant(first_name="Anna", last_name="Aalbers")
        assert str(person) == "Anna Aalbers"
        assert not person.has_usable_password()
        assert not person.needs_second_factor

    def test_staff_need_a_second_factor(self, trainer: User) -> None:
        assert trainer.needs_second_factor

    def test_a_username_is_given_once(self, trainer: User) -> None:
        with pytest.raises(AccountError) as error:
            create_staff(username="dirk", first_name="D", last_name="D", password=PASSWORD)
        assert "username" in error.value.message_dict

    def test_a_weak_password_is_refused(self, db: None) -> None:
        with pytest.raises(AccountError) as error:
            create_staff(username="eva", first_name="E", last_name="E", password="kort")
        assert "password" in error.value.message_dict

    def test_every_role_without_a_code_makes_staff(self, db: None, programme: Programme) -> None:
        for role in Role:
            person = create_participant(first_name=role.value, last_name="X")
            enrol_person(person=person, programme=programme, role=role)
            person.refresh_from_db()
            assert person.is_staff is (role not in CODE_ROLES)

    def test_staff_get_no_code(
        self, anna: User, programme: Programme, other_programme: Programme
    ) -> None:
        enrol_person(person=anna, programme=other_programme, role=Role.TRAINER)
        with pytest.raises(EnrolmentError):
            issue_code(enrolment=Enrolment.objects.get(person=anna, programme=programme))

    def test_nobody_is_deleted(self, anna: User) -> None:
        with pytest.raises(PeopleAreKept):
            anna.delete()
        new = create_participant(first_name="Nieuw", last_name="Hier")
        with pytest.raises(PeopleAreKept), transaction.atomic():
            User.objects.filter(pk=new.pk).delete()
        assert User.objects.filter(pk__in=[anna.pk, new.pk]).count() == 2


def end_the_enrolment(code: AccessCode) -> None:
    end_enrolment(enrolment=code.enrolment)


def revoke(code: AccessCode) -> None:
    revoke_code(code=code)


def replace(code: AccessCode) -> None:
    replace_code(code=code)


class TestSessionsEndWithTheCode:
    @pytest.mark.parametrize("ending", [end_the_enrolment, revoke, replace])
    def test_at_once_and_everywhere(
        self, anna: User, code_of: CodeOf, ending: Callable[[AccessCode], None]
    ) -> None:
        code, clients = code_of(anna), [Client(), Client()]
        for client in clients:
            with_code(client, code)
        ending(AccessCode.objects.get())
        assert not any(is_signed_in(client) for client in clients)
        assert not anna.usersession_set.exists()

    def test_those_of_others_go_on(self, anna: User, bram: User, code_of: CodeOf) -> None:
        client = Client()
        with_code(client, code_of(bram))
        code_of(anna)
        revoke_code(code=AccessCode.objects.get(enrolment__person=anna))
        assert is_signed_in(client)

    def test_those_opened_otherwise_outlive_an_enrolment(self, anna: User, code_of: CodeOf) -> None:
        code_of(anna)
        anna.set_password(PASSWORD)
        anna.save()
        client = Client()
        client.post("/inloggen/medewerkers/", {"login": anna.username, "password": PASSWORD})
        end_the_enrolment(AccessCode.objects.get())
        assert is_signed_in(client)

    def test_becoming_staff_ends_them_too(
        self, anna: User, code_of: CodeOf, other_programme: Programme
    ) -> None:
        client = Client()
        with_code(client, code_of(anna))
        enrol_person(person=anna, programme=other_programme, role=Role.COACH)
        assert not is_signed_in(client)
