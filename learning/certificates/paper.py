"""Certificates on paper: one accessible page each, in the house style of the organisation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.certificates.models import Certificate
from learning.enrolment.handout.typesetting import house_style, qr_code, typeset
from learning.organisation.models import Organisation

TEMPLATE = "certificates/sheets/certificate.typ"
HALF_AN_HOUR = 30


def print_certificates(certificates: Sequence[Certificate], organisation: Organisation) -> bytes:
    """One file with these certificates of one organisation."""
    data = {
        "title": _("Certificate of participation"),
        "organisation": organisation.name,
        "portal": organisation.portal_name,
        "certificates": [_sheet(each) for each in certificates],
        **house_style(organisation),
    }
    return typeset(TEMPLATE, data)


def _sheet(certificate: Certificate) -> dict[str, Any]:
    """What stands on one, in the language in which it was given."""
    with translation.override(certificate.language):
        return {
            "language": certificate.language,
            "heading": _("Certificate of participation"),
            "name": certificate.name,
            "said": _("took part in"),
            "programme": certificate.programme,
            "when": _("from %(first)s until %(last)s")
            % {"first": _day(certificate.starts_on), "last": _day(certificate.ends_on)},
            "comprised": comprised(certificate),
            "modules_are": _("The modules of the programme"),
            "modules": certificate.modules,
            "no_scores": _(
                "This certificate says that someone took part. It says nothing of results."
            ),
            "given": _("Given on %(day)s by %(organisation)s")
            % {
                "day": _day(timezone.localdate(certificate.issued_at)),
                "organisation": certificate.organisation,
            },
            "signature": _("Signature of the coordinator"),
            "check": _("Check this certificate at"),
            "address": certificate.address.partition("://")[2],
            "qr": qr_code(certificate.address),
            "qr_says": _("QR code: opens the page on which this certificate is checked"),
        }


def comprised(certificate: Certificate) -> str:
    """What the programme was, in a sentence: modules with their hours, and training days."""
    modules, days = len(certificate.modules), certificate.days
    hours = round(certificate.minutes / HALF_AN_HOUR) / 2
    parts = []
    if modules:
        parts.append(
            ngettext(
                "%(count)d online module, together about %(hours)s hours",
                "%(count)d online modules, together about %(hours)s hours",
                modules,
            )
            % {"count": modules, "hours": _number(hours)}
        )
    if days:
        parts.append(
            ngettext("%(count)d training day", "%(count)d training days", days) % {"count": days}
        )
    said = _(" and ").join(parts)
    return _("The programme comprised %(what)s.") % {"what": said} if said else ""


def _number(hours: float) -> str:
    return number_format(hours, decimal_pos=None if hours % 1 else 0)


def _day(day: Any) -> str:
    return date_format(day, "j F Y")
