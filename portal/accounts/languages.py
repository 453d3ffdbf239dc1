"""In which language the portal speaks to someone: a browser keeps it, and so does the account."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from portal.accounts.models import User


def speak(response: HttpResponseBase, language: str) -> None:
    """Let this browser be spoken to in a language from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def speak_to(request: HttpRequest, response: HttpResponseBase, person: User) -> None:
    """Speak someone's own language in a browser that they just signed in on.

    A language that was chosen in this browser itself stays.
    """
    is_chosen_here = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    if not is_chosen_here and person.language != settings.LANGUAGE_CODE:
        speak(response, person.language)
