"""From a text with placeholders to a mail: plain text, and the same as simple HTML."""

from email.utils import formataddr, parseaddr
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from learning.enrolment.handout.texts import Text, TextError, fill
from learning.organisation.models import Organisation
from portal.ui.theme import Theme

HEADERS = {
    # No answers of the kind "I am on holiday", and no loops with other machines.
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "All",
}


class Content(NamedTuple):
    """What is in a mail."""

    subject: str
    text: str
    html: str
    sender: str
    reply_to: str = ""


class Colours(NamedTuple):
    """An organisation's colour, and the text that reads on it."""

    ground: str
    text: str


@lru_cache(maxsize=64)
def colours_of(brand: str) -> Colours:
    """The same button as in the portal."""
    palette = Theme("mail", brand, brand, brand).palettes()["accent-1"]
    return Colours(palette["inverse-bg-default"], palette["inverse-color-default"])


def compose(
    *, text: Text, values: dict[str, str], organisation: Organisation, language: str = "nl"
) -> Content:
    """Fill in a text. Raises TextError for a placeholder that has no value."""
    subject = " ".join(fill(text.subject, values).split())
    body = fill(text.body.replace("\r\n", "\n"), values)
    with translation.override(language):
        html = render_to_string(
            "learning/enrolment/mailing/mail.html",
            {
                "subject": subject,
                "language": language,
                "parts": _parts(text.body, values),
                "colours": colours_of(organisation.brand_colour),
                "organisation": organisation,
            },
        )
    return Content(subject, body, html, _sender(organisation), organisation.help_email)


def build(content: Content, to: str) -> EmailMessage:
    """The mail to one address. Raises TextError where that is no address.

    Header injection ends here: the subject is one line, and an address with a line break is none.
    """
    try:
        validate_email(to)
    except ValidationError as error:
        raise TextError(_("This is no e-mail address.")) from error
    message = EmailMultiAlternatives(
        subject=content.subject,
        body=content.text,
        from_email=content.sender,
        to=[to],
        reply_to=[content.reply_to] if content.reply_to else None,
        headers=HEADERS,
    )
    message.attach_alternative(content.html, "text/html")
    return message


class _Part(NamedTuple):
    """A paragraph, or what stands large in between."""

    kind: str
    html: SafeString
    url: str = ""


def _parts(body: str, values: dict[str, str]) -> list[_Part]:
    """The text as paragraphs, in which every value is escaped."""
    html_values: dict[str, str] = {name: conditional_escape(each) for name, each in values.items()}
    for name in {"adres", "link"} & set(values):
        html_values[name] = format_html('<a href="{}">{}</a>', values[name], values[name])
    return [
        _part(paragraph.strip(), values, html_values)
        for paragraph in body.replace("\r\n", "\n").split("\n\n")
        if paragraph.strip()
    ]


def _part(paragraph: str, values: dict[str, str], html_values: dict[str, str]) -> _Part:
    if paragraph == "{link}":
        return _Part("button", SafeString(html_values["link"]), values["link"])
    if paragraph == "{code}":
        return _Part("code", SafeString(html_values["code"]))
    filled = fill(str(conditional_escape(paragraph)), html_values)
    return _Part("text", mark_safe(filled.replace("\n", "<br>\n")))  # noqa: S308 - escaped above


def _sender(organisation: Organisation) -> str:
    """The portal's own address, under the name by which people know the portal."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    portal = " ".join(organisation.portal_name.split())
    return formataddr((name or portal, address))
