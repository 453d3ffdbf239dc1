"""The access log: lines are added, in one statement, and disappear only by their age."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from portal.accounts.access_log import Kind, forget_old_events, note_access
from portal.accounts.models import AccessEvent, LogIsKept, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(anna: User, fatma: User) -> AccessEvent:
    note_access(kind=Kind.PERSON_OPENED, about=anna, by=fatma, detail="Stevig aan tafel")
    return AccessEvent.objects.get()


class TestAdding:
    def test_a_line_says_what_about_whom_by_whom_and_when(
        self, line: AccessEvent, anna: User, fatma: User
    ) -> None:
        assert (line.kind, line.about, line.by) == (Kind.PERSON_OPENED, anna, fatma)
        assert line.detail == "Stevig aan tafel"
        assert timezone.now() - line.at < timedelta(minutes=1)

    def test_costs_one_statement(self, anna: User, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(1):
            note_access(kind=Kind.SIGN_IN, about=anna, by=anna)

    def test_a_long_detail_is_cut(self, db: None) -> None:
        note_access(kind=Kind.EXPORT, detail="x" * 300)
        assert AccessEvent.objects.get().detail == "x" * 200


class TestAppendOnly:
    def test_a_line_is_not_changed(self, line: AccessEvent) -> None:
        line.detail = "something else"
        with pytest.raises(LogIsKept):
            line.save()
        with pytest.raises(LogIsKept):
            AccessEvent.objects.filter(pk=line.pk).update(by=None)
        with pytest.raises(LogIsKept), transaction.atomic():
            AccessEvent.objects.bulk_update([line], ["detail"])
        line.refresh_from_db()
        assert line.detail == "Stevig aan tafel"
        assert line.by is not None

    def test_a_line_is_not_taken_away(self, line: AccessEvent) -> None:
        with pytest.raises(LogIsKept):
            line.delete()
        with pytest.raises(LogIsKept):
            AccessEvent.objects.all().delete()
        assert AccessEvent.objects.count() == 1


def test_lines_disappear_when_they_are_old(settings: Any, anna: User) -> None:
    settings.ACCESS_LOG_DAYS = 30
    for days in (29, 31):
        at = timezone.now() - timedelta(days=days)
        AccessEvent.objects.create(kind=Kind.SIGN_IN, about=anna, by=anna, at=at)
    assert forget_old_events() == 1
    assert timezone.now() - AccessEvent.objects.get().at < timedelta(days=30)
    assert forget_old_events() == 0
