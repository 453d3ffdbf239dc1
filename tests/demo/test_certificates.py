"""The certificates of the demo, which anybody can check."""

import pytest
from django.test import Client

from learning.certificates.models import Certificate
from learning.modules.models import ModulePage
from tests.demo.conftest import Built

pytestmark = pytest.mark.django_db


def test_two_are_given_and_can_be_checked(built: Built) -> None:
    certificates = Certificate.objects.all()
    assert len(certificates) == 2
    for certificate in certificates:
        assert certificate.modules
        page = Client().get(f"/bewijs/{certificate.code}/").content.decode()
        assert certificate.name in page


def test_the_module_that_is_prepared_asks_for_more_than_lessons(built: Built) -> None:
    module = ModulePage.objects.get(slug="slecht-nieuws")
    assert [rule for rule in ModulePage.RULES if not getattr(module, rule)] == ["asks_tasks"]
