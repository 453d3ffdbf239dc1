"""The screen in the training room, for the trainers and coordinators of a programme."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from learning.enrolment.access import entitlements
from learning.enrolment.kickoff.queries import Attendance, attendance, way_in
from learning.programmes.models import Cohort, Programme

EVERY_SECONDS = 4
WITHOUT_SCRIPT_EVERY_SECONDS = 10


@require_safe
def screen(request: HttpRequest, slug: str, cohort_pk: int | None = None) -> HttpResponse:
    """The whole page: address, QR code, what to do, and how many are in."""
    programme, cohort = _group(request, slug, cohort_pk)
    found = attendance(programme, cohort)
    context = {
        "programme": programme,
        "cohort": cohort,
        "cohorts": programme.cohorts.all(),
        "count_url": request.path + "stand/",
        "way_in": way_in(),
        "attendance": found,
        "said": say(found),
        "every_seconds": EVERY_SECONDS,
        "without_script_every_seconds": WITHOUT_SCRIPT_EVERY_SECONDS,
    }
    return render(request, "learning/enrolment/kickoff/screen.html", context)


@require_safe
def count(request: HttpRequest, slug: str, cohort_pk: int | None = None) -> HttpResponse:
    """How many are in, asked every few seconds: nothing but 304 while nothing changes."""
    found = attendance(*_group(request, slug, cohort_pk))
    tag = f'"{found.inside}-{found.expected}-{get_language()}"'
    answer = JsonResponse({**found._asdict(), "text": say(found)}, headers={"ETag": tag})
    return get_conditional_response(request, etag=tag, response=answer) or answer


def say(found: Attendance) -> str:
    """The numbers in words."""
    if not found.expected:
        return _("Nobody is enrolled in this group yet.")
    if found.is_complete:
        return _("Everyone is in")
    return (
        ngettext(
            "%(inside)d of %(expected)d is in",
            "%(inside)d of %(expected)d are in",
            found.inside,
        )
        % found._asdict()
    )


def _group(
    request: HttpRequest, slug: str, cohort_pk: int | None
) -> tuple[Programme, Cohort | None]:
    """The programme and group that this person teaches or coordinates. Raises Http404."""
    mine = entitlements(request).staffed_programme_ids
    rows = Programme.objects.select_related("organisation")
    programme = get_object_or_404(rows, slug=slug, pk__in=mine)
    if cohort_pk is None:
        return programme, None
    return programme, get_object_or_404(programme.cohorts, pk=cohort_pk)
