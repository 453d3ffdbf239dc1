"""One's own certificates, and the page on which anybody checks one."""

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from learning.certificates.access import get_own_certificate, get_own_enrolment
from learning.certificates.paper import print_certificates
from learning.certificates.queries import find_certificate, my_standings
from learning.certificates.services import CertificateError, ask_certificate, registered_name
from learning.enrolment.access import entitlements


@require_safe
def my_certificates(request: HttpRequest) -> HttpResponse:
    """For each programme: the certificate, the button that asks for it, or what is to go."""
    who = entitlements(request)
    context = {
        "standings": my_standings(who),
        "name": registered_name(who.person) if who.person else "",
    }
    return render(request, "learning/certificates/mine.html", context)


def ask(request: HttpRequest, enrolment_pk: int) -> HttpResponse:
    """Give me my certificate, where I have done what it takes."""
    if request.method != "POST":  # a reload, or a link after signing in
        return redirect("my_certificates")
    who = entitlements(request)
    enrolment = get_own_enrolment(who, enrolment_pk)
    try:
        ask_certificate(who=who, enrolment=enrolment)
    except CertificateError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(
            request, _("Here is your certificate. You can print it whenever you like.")
        )
    return redirect("my_certificates")


@require_safe
def own_paper(request: HttpRequest, enrolment_pk: int) -> HttpResponse:
    """My certificate as a file to print."""
    certificate = get_own_certificate(entitlements(request), enrolment_pk)
    enrolment = get_own_enrolment(entitlements(request), enrolment_pk)
    content = print_certificates([certificate], enrolment.programme.organisation)
    return as_download(content, f"{_('Certificate of participation')} {certificate.programme}")


@require_safe
@login_not_required
def check(request: HttpRequest, code: str) -> HttpResponse:
    """What is on the paper with this code, for who holds it; search engines are kept away."""
    # The public function of allauth lets every GET through.
    if not ratelimit.consume(
        request, app="allauth.account", action="check_certificate", limit_get=True
    ):
        refusal: HttpResponse = ratelimit.respond_429(request)
        return refusal
    found = find_certificate(code)
    response = render(
        request,
        "learning/certificates/check.html",
        {"certificate": found},
        status=404 if found is None else 200,
    )
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response


def as_download(content: bytes, name: str) -> HttpResponse:
    """A file for who asked for it, kept nowhere on the way."""
    headers = {
        "Content-Disposition": f'attachment; filename="{slugify(name)}.pdf"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
