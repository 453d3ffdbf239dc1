"""The screens that combine subjects, and the house style."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.views import serve

from learning.enrolment.access import Entitlements, entitlements
from learning.enrolment.models import Enrolment, Role
from portal.pages.branding import Branding, find_theme
from portal.pages.cohort import cohort_view, first_cohort, get_cohort
from portal.pages.queries import guide_home, my_programme
from portal.pages.words import greet

FOREVER = "public, max-age=31536000, immutable"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where everyone lands: "Mijn traject", or what is like it for who has another role."""
    who = entitlements(request)
    context: dict[str, Any] = {"greeting": greet(timezone.localtime())}
    chosen = _chosen(who, request.GET.get("traject"))
    if chosen is None:
        return render(request, "pages/no_programme.html", context)
    others = _others(who, chosen)
    today = timezone.localdate()
    if chosen.role != Role.PARTICIPANT:
        context |= {"guide": guide_home(who, today), "others": others}
        return render(request, "pages/guide_home.html", context)
    context |= {"mine": my_programme(who, chosen, today), "others": others}
    return render(request, "pages/home.html", context)


@require_safe
def cohorts(request: HttpRequest, slug: str) -> HttpResponse:
    """From a programme to its first cohort. Raises Http404."""
    return redirect("cohort", first_cohort(entitlements(request), slug).pk)


@require_safe
def cohort(request: HttpRequest, cohort_pk: int) -> HttpResponse:
    """How a cohort is doing, for its trainers and coordinators. Raises Http404."""
    who = entitlements(request)
    found = cohort_view(who, get_cohort(who, cohort_pk))
    return render(request, "pages/cohort.html", {"view": found})


@require_safe
@login_not_required
def theme(request: HttpRequest, digest: str) -> HttpResponse:
    """The house style of an organisation: colours, and nothing that is secret or personal."""
    try:
        stylesheet = find_theme(digest).css()
    except LookupError:
        raise Http404 from None
    response = HttpResponse(stylesheet, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOREVER
    response.is_for_everyone = True  # type: ignore[attr-defined]
    return response


@require_safe
@login_not_required
def manifest(request: HttpRequest) -> HttpResponse:
    """How the portal stands among the apps of a phone: the organisation's name and colour."""
    branding = Branding(request)
    content = {
        "name": branding.portal_name,
        "short_name": branding.portal_name,
        "lang": get_language(),
        "start_url": reverse("home"),
        "scope": reverse("home"),
        "display": "standalone",
        "theme_color": branding.brand_colour,
        "background_color": "#ffffff",
        "icons": [
            _icon("icon-192", 192, "any"),
            _icon("icon-512", 512, "any"),
            _icon("maskable-512", 512, "maskable"),
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")


def _icon(name: str, side: int, purpose: str) -> dict[str, str]:
    source = static(f"ui/app/{name}.png")
    return {"src": source, "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}


@login_not_required
def page(request: HttpRequest, path: str) -> HttpResponseBase:
    """A page that Wagtail finds by its address, where the gate lets it through.

    A visitor is asked to sign in for what does not exist too: the answer tells nothing.
    """
    try:
        response: HttpResponseBase = serve(request, path)
    except Http404:
        if request.user.is_authenticated:
            raise
        return redirect_to_login(request.get_full_path())
    return response


def _chosen(who: Entitlements, slug: str | None) -> Enrolment | None:
    """The enrolment that is asked for by its programme, else the one that is shown first."""
    asked = [e for e in who.enrolments if e.programme.slug == slug]
    asked.sort(key=lambda e: e.role != Role.PARTICIPANT)
    return asked[0] if asked else who.current


def _others(who: Entitlements, chosen: Enrolment) -> list[Enrolment]:
    """One enrolment of each programme that is not on the screen."""
    shown = {chosen.programme_id}
    if chosen.role != Role.PARTICIPANT:
        shown |= {e.programme_id for e in who.enrolments if e.role != Role.PARTICIPANT}
    others = {e.programme_id: e for e in who.enrolments if e.programme_id not in shown}
    return list(others.values())
