"""The practice cases of the demo: in every state, and without names."""

import pytest

from learning.practice.models import CaseState, PracticeCase
from learning.practice.names import hints, known_names
from tests.demo.conftest import Built

pytestmark = pytest.mark.django_db


def test_there_is_one_in_each_state(built: Built) -> None:
    assert set(PracticeCase.objects.values_list("state", flat=True)) == set(CaseState.values)


def test_none_of_them_names_anyone(built: Built) -> None:
    for case in PracticeCase.objects.all():
        assert hints(case.content, known_names(case)) == {}
