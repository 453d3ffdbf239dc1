"""Addresses that are none, and what a holder of a code leaves behind."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from learning.enrolment import codes
from learning.enrolment.models import AccessCode, Enrolment
from learning.enrolment.services import issue_code, redeem_code, replace_code
from portal.accounts.models import User


@pytest.mark.parametrize("path", ["/inloggen/", "/inloggen/medewerkers/", "/uitloggen/"])
@pytest.mark.parametrize("next_page", ["http://[", "//[x"])
def test_an_address_that_is_none_is_not_followed(db: None, path: str, next_page: str) -> None:
    assert Client().get(path, {"next": next_page}).status_code in {200, 302}


def test_replacing_a_code_takes_away_every_way_in_that_its_holder_added(
    anna: User, as_person: Any
) -> None:
    issued = issue_code(enrolment=Enrolment.objects.get(person=anna))
    redeem_code(code=codes.parse(issued.text))
    EmailAddress.objects.create(user=anna, email="dief@example.org", verified=True, primary=True)
    anna.email = "dief@example.org"
    anna.set_password("een-lang-wachtwoord-van-een-ander")
    anna.save()
    by_password = as_person(anna)
    assert by_password.get("/forum/").status_code == 200

    replace_code(code=AccessCode.objects.get(revoked_at=None))

    assert by_password.get("/forum/").status_code == 302
    anna.refresh_from_db()
    assert not anna.has_usable_password()
    assert not EmailAddress.objects.filter(user=anna).exists()


def test_replacing_a_code_that_nobody_used_takes_nothing_away(anna: User, as_person: Any) -> None:
    issue_code(enrolment=Enrolment.objects.get(person=anna))
    User.objects.filter(pk=anna.pk).update(email="anna@veldermeer.example")
    came_in_otherwise = as_person(anna)

    replace_code(code=AccessCode.objects.get(revoked_at=None))

    anna.refresh_from_db()
    assert anna.email == "anna@veldermeer.example"
    assert came_in_otherwise.get("/forum/").status_code == 200
