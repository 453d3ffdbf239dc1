"""One's own cases: the list, writing one, reading it, looking back on it, throwing it away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from learning.enrolment.access import entitlements
from learning.enrolment.models import Enrolment
from learning.modules.models import ModulePage
from learning.practice import access, audience, names, queries, services
from learning.practice.fields import PEOPLE
from learning.practice.forms import CaseForm, LookBackForm, rows_in
from learning.practice.models import CaseState, PracticeCase
from learning.practice.queries import Theme
from learning.practice.views.people import attended, signed_in
from portal.accounts.drafts.offering import draft_initial

PLAYABLE = frozenset({CaseState.ACCEPTED, CaseState.PLAYED})


@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """My cases, and those that others in my group share with me."""
    who = entitlements(request)
    context = {
        "cases": [
            {"case": case, "readers": audience.you_and(audience.in_words(case.readers_now))}  # type: ignore[attr-defined]
            for case in queries.my_cases(who)
        ],
        "shared": queries.shared_with(who),
        "programmes": {
            e.programme_id: e.programme
            for e in who.enrolments
            if e.programme_id in who.attended_programme_ids
        }.values(),
        "trains": bool(who.training_enrolment_ids),
    }
    return render(request, "learning/practice/list.html", context)


def new_case(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Write a case; ``?thema=`` chooses its theme beforehand."""
    who = entitlements(request)
    mine, key = attended(who, programme_id), f"case:new:{programme_id}"
    themes = queries.themes_of(programme_id, who)
    trainers = queries.trainers_of(
        PracticeCase(person=signed_in(request), programme=mine.programme)
    )
    form = _form(request, key, themes, [], trainers, {"theme": request.GET.get("thema", "")})
    if _is_to_be_kept(form):
        case = services.start_case(
            person=signed_in(request),
            programme=mine.programme,
            theme=_theme(form),
            answers=form.answers(),
        )
        return _kept(request, case)
    context = {"form": form, "programme": mine.programme, "draft_key": key}
    return render(request, "learning/practice/form.html", context)


def edit_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own case. A change on another screen is told, and nothing typed is lost."""
    who = entitlements(request)
    case, key = access.get_own_case(who, pk), f"case:{pk}"
    themes = _themes_with_own(queries.themes_of(case.programme_id, who), case)
    readers = queries.readers_of(case)
    kept = {**case.content, **case.own, "theme": case.theme_id, "edition": case.edition}
    form = _form(request, key, themes, audience.in_words(readers), queries.trainers_of(case), kept)
    if _is_to_be_kept(form):
        try:
            case = services.change_case(
                case=case,
                theme=_theme(form),
                answers=form.answers(),
                edition=form.cleaned_data["edition"],
            )
        except services.CaseChanged as error:
            form.add_error(None, error)
            form.build_on(case.edition)
        else:
            return _kept(request, case)
    context = {
        "form": form,
        "case": case,
        "hints": names.hints(case.content, names.known_names(case)),
        "draft_key": key,
    }
    return render(request, "learning/practice/form.html", context)


def look_back(request: HttpRequest, pk: int) -> HttpResponse:
    """What someone notes after the day, and six weeks later. Nobody else ever reads it."""
    case = access.get_own_case(entitlements(request), pk)
    key = f"case:{case.pk}:after"
    form = LookBackForm(
        request.POST if request.method == "POST" else None,
        initial={**case.own, **draft_initial(request, key)},
    )
    if form.is_valid():
        services.look_back(case=case, answers=form.cleaned_data)
        messages.success(request, _("Saved. Only you read this."))
        return redirect(case.url)
    context = {"form": form, "case": case, "draft_key": key}
    return render(request, "learning/practice/look_back.html", context)


def throw_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and then remove a case with its versions."""
    case = access.get_own_case(entitlements(request), pk)
    if request.method == "POST":
        services.throw_away(case=case)
        messages.success(request, _("Your case is gone."))
        return redirect("practice:index")
    context = {"case": case, "readers": audience.in_words(queries.readers_of(case))}
    return render(request, "learning/practice/throw_away.html", context)


def _form(
    request: HttpRequest,
    key: str,
    themes: list[Theme],
    readers: list[str],
    trainers: list[Enrolment],
    kept: Mapping[str, Any],
) -> CaseForm:
    if typed := draft_initial(request, key):
        kept = {**kept, **typed, PEOPLE: rows_in(typed)}
    return CaseForm(
        request.POST if request.method == "POST" else None,
        themes=themes,
        audience=audience.of_what_is_typed(readers, audience.trainers(trainers)),
        initial=kept,
    )


def _is_to_be_kept(form: CaseForm) -> bool:
    return form.is_bound and not form.asks_for_row and form.is_valid()


def _theme(form: CaseForm) -> ModulePage | None:
    theme = form.cleaned_data["theme"]
    return ModulePage.objects.get(pk=theme) if theme else None


def _themes_with_own(themes: list[Theme], case: PracticeCase) -> list[Theme]:
    """What was chosen stays to be chosen, also where the programme dropped it."""
    own = Theme(case.theme_id, case.theme.title) if case.theme_id and case.theme else None
    return themes if own is None or own in themes else [*themes, own]


def _kept(request: HttpRequest, case: PracticeCase) -> HttpResponse:
    if "send" in request.POST:
        return redirect("practice:send", case.pk)
    messages.success(request, _("Your case is saved."))
    return redirect(case.url)
