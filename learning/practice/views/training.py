"""What trainers see: cases that were sent to them, by programme and theme, and what they answer."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from learning.enrolment.access import entitlements
from learning.practice import access, answering, queries
from learning.practice.access import SharedCase
from learning.practice.forms import ReturnForm
from learning.practice.services import CaseError
from learning.practice.views.people import signed_in
from learning.practice.views.reading import show_shared
from portal.ui.posting import post_or_show


@require_safe
def sent_to_me(request: HttpRequest) -> HttpResponse:
    """Cases that were sent to this trainer. Raises Http404 for who trains nowhere."""
    who = entitlements(request)
    if not who.training_enrolment_ids:
        raise Http404
    cases = queries.cases_for_trainer(who)
    groups = [
        (programme, [(theme, list(each)) for theme, each in groupby(theirs, queries.theme_title)])
        for programme, theirs in groupby(cases, queries.programme_title)
    ]
    return render(request, "learning/practice/sent.html", {"groups": groups})


@post_or_show("practice:case")
def accept(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Accept the version that was read."""
    case = _sent_to_me(request, pk)
    try:
        answering.accept_case(case_pk=case.pk, number=number, by=signed_in(request))
    except CaseError as error:
        return _refused(request, pk, error)
    messages.success(request, _("You accepted this case."))
    return redirect("practice:case", pk)


@post_or_show("practice:case")
def ask_back(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Send the version that was read back with a question."""
    case = _sent_to_me(request, pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return show_shared(request, case, form)
    try:
        answering.return_case(
            case_pk=case.pk, number=number, by=signed_in(request), **form.cleaned_data
        )
    except CaseError as error:
        form.add_error(None, error.messages)
        return show_shared(request, case, form)
    messages.success(request, _("Your question is sent."))
    return redirect("practice:case", pk)


@post_or_show("practice:case")
def played(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that it was played on the day."""
    case = _sent_to_me(request, pk)
    try:
        answering.mark_played(case_pk=case.pk, by=signed_in(request))
    except CaseError as error:
        return _refused(request, pk, error)
    messages.success(request, _("Marked as played."))
    return redirect("practice:case", pk)


def _sent_to_me(request: HttpRequest, pk: int) -> SharedCase:
    case = access.get_shared_case(entitlements(request), pk)
    if not case.as_trainer:
        raise Http404
    return case


def _refused(request: HttpRequest, pk: int, error: CaseError) -> HttpResponse:
    for message in error.messages:
        messages.error(request, message)
    return redirect("practice:case", pk)
