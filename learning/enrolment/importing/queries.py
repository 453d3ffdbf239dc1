"""Imports that wait for their coordinator."""

from collections.abc import Collection

from django.db.models import QuerySet

from learning.enrolment.importing.models import ImportRun


def waiting_imports(programme_ids: Collection[int]) -> "QuerySet[ImportRun]":
    """Lists of these programmes that were taken in and are not entered: they wait for somebody."""
    return ImportRun.objects.filter(programme__in=programme_ids).exclude(state=ImportRun.State.DONE)
