"""The page of results, and titles while someone types."""

from typing import Any

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from learning.enrolment.access import entitlements
from portal.search import queries
from portal.search.pace import is_too_often
from portal.search.questions import read_question

PER_PAGE = 50


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What someone asks for with ``q``; with ``in`` all that one source found, piece by piece."""
    question = read_question(request.GET.get("q", ""))
    context: dict[str, Any] = {"question": question}
    if question.is_empty:
        return render(request, "search/results.html", context)
    if is_too_often(request.user.pk, "results"):
        refused: HttpResponse = ratelimit.respond_429(request)
        return refused
    who, name = entitlements(request), request.GET.get("in", "")
    if not name:
        context["results"] = queries.search(who, question)
        return render(request, "search/results.html", context)
    try:
        after = request.GET.get("na", "")
        section = queries.look_in(who, question, name, limit=PER_PAGE, after=after)
    except LookupError:
        raise Http404 from None
    return render(request, "search/section.html", context | {"section": section, "after": after})


@require_safe
def titles(request: HttpRequest) -> HttpResponse:
    """Titles for what is being typed: the script of the search field asks."""
    question = read_question(request.GET.get("q", ""))
    if question.is_empty or is_too_often(request.user.pk, "titles"):
        return JsonResponse({"titles": []})
    found = queries.titles(entitlements(request), question)
    return JsonResponse({"titles": [title._asdict() for title in found]})
