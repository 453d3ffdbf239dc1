"""Requests that no page of ours makes: a refusal or a way on, never an error of the server."""

from collections.abc import Callable
from datetime import date

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from learning.enrolment.lifetimes import end_of_enrolment
from learning.enrolment.models import AccessCode, Enrolment
from learning.enrolment.services import issue_code
from learning.enrolment.upkeep import extend_code
from learning.setup.wizard import one_more_row
from portal.accounts.models import User

SignIn = Callable[[User | None], Client]


def test_a_code_is_extended_to_the_last_day_that_there_is(anna: User, fatma: User) -> None:
    enrolment = Enrolment.objects.get(person=anna)
    code = issue_code(enrolment=enrolment, by=fatma).code
    AccessCode.objects.filter(pk=code.pk).update(expires_at=code.issued_at)
    extended = extend_code(code=code, until=date.max, by=fatma)
    assert extended.expires_at == end_of_enrolment(enrolment)


@pytest.mark.parametrize("total", ["9" * 5000, "-1", "x", ""])
def test_a_step_with_a_wild_number_of_rows_gets_one_row(total: str) -> None:
    posted = QueryDict(mutable=True)
    posted["row-TOTAL_FORMS"] = total
    assert one_more_row(posted)["row-TOTAL_FORMS"] == "1"


@pytest.mark.parametrize(
    "url_name", ["office_enrolments:add", "office_enrolments:add_account", "office_invitations:add"]
)
def test_a_form_without_a_programme_is_not_there(
    url_name: str, fatma: User, as_person: SignIn
) -> None:
    office = as_person(fatma)
    for ask in (office.post, office.put):
        assert ask(reverse(url_name)).status_code == 404
