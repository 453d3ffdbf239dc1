"""A mail that says that a trainer answered. What is in the case or in the answer stays in the portal."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from learning.enrolment.handout.texts import Text
from learning.enrolment.mailing.compose import compose
from learning.enrolment.mailing.models import MailKind
from learning.enrolment.mailing.services import send_mail_to
from learning.enrolment.models import Role
from learning.practice.models import PracticeCase
from portal.accounts.models import User
from portal.accounts.notices import addresses_of


def tell_writer(*, case: PracticeCase, by: User) -> None:
    """Mail the writer, at a checked address, that there is an answer; nothing where there is none."""
    address = next(iter(addresses_of(case.person)), "")
    if not address:
        return
    with override(case.person.language):
        text = Text(
            _("Your trainer answered"),
            _(
                "Hello {voornaam},\n\n{trainer} has read your practice case. Read the answer in the portal.\n\n{link}"
            ),
        )
    mine = case.person.enrolments.filter(programme=case.programme_id, role=Role.PARTICIPANT)
    send_mail_to(
        to=address,
        kind=MailKind.NOTICE,
        content=compose(
            text=text,
            values={
                "voornaam": case.person.get_short_name(),
                "trainer": str(by),
                "link": settings.BASE_URL.rstrip("/") + case.url,
            },
            organisation=case.programme.organisation,
            language=case.person.language,
        ),
        programme=case.programme,
        enrolment=mine.order_by("-pk").first(),
    )
