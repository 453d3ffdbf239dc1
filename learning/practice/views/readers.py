"""Who reads a case: send it to trainers, share it with one's group, and take either back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from learning.enrolment.access import entitlements
from learning.practice import access, audience, names, queries, services
from learning.practice.fields import missing
from learning.practice.forms import SendForm, ShareForm
from learning.practice.models import CaseReader
from learning.practice.views.people import attended
from portal.ui.posting import post_or_show


def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the trainers who will read it, and send it to them."""
    who = entitlements(request)
    case = access.get_own_case(who, pk)
    attended(who, case.programme_id)
    trainers = queries.trainers_of(case)
    form = SendForm(
        request.POST if request.method == "POST" else None,
        trainers=trainers,
        initial={"trainers": [each.pk for each in trainers]},
    )
    if form.is_valid():
        try:
            services.send_case(case=case, **form.cleaned_data)
        except services.CaseError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Your case is sent."))
            return redirect(case.url)
    others = [each for each in queries.readers_of(case) if each.kind != CaseReader.Kind.TRAINER]
    context = {
        "case": case,
        "form": form,
        "trainers": trainers,
        "missing": missing(case.content),
        "hints": names.hints(case.content, names.known_names(case)),
        "others": audience.listed(audience.in_words(others)),
    }
    return render(request, "learning/practice/send.html", context)


def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Let someone of one's group read it, or all of them, by name."""
    who = entitlements(request)
    case = access.get_own_case(who, pk)
    mine = attended(who, case.programme_id)
    mates = queries.mates_of(mine)
    form = ShareForm(request.POST if request.method == "POST" else None, mates=mates)
    if form.is_valid():
        try:
            services.share_case(
                case=case, mates=form.cleaned_data["mates"], with_cohort="cohort" in request.POST
            )
        except services.CaseError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Your case is shared."))
            return redirect(case.url)
    context = {
        "case": case,
        "form": form,
        "mates": mates,
        "cohort": mine.cohort,
        "readers": audience.listed(audience.in_words(queries.readers_of(case))),
    }
    return render(request, "learning/practice/share.html", context)


@post_or_show("practice:case")
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Let these readers no longer read it: ``reader`` names their rows."""
    case = access.get_own_case(entitlements(request), pk)
    rows = [int(each) for each in request.POST.getlist("reader") if each.isdecimal()]
    if rows:
        services.take_back(case=case, readers=rows)
        messages.success(request, _("Taken back: they no longer read it."))
    else:
        messages.warning(request, _("First tick who should no longer read it."))
    return redirect(case.url)
