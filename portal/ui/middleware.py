"""The language of a page, and requests that no database can answer."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class LanguageMiddleware:
    """Dutch unless the language switch was used.

    Unlike Django's LocaleMiddleware it does not look at ``Accept-Language``: an office PC with an
    English browser belongs to someone who works in Dutch.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class NullByteMiddleware:
    """Refuses (400) a null byte in an address or a cookie: PostgreSQL takes none in a text.

    No browser sends one. Fields of forms refuse them by themselves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query: str = request.META.get("QUERY_STRING", "")
        cookies = "".join(request.COOKIES.values())
        if "\0" in request.path_info or "\0" in cookies or "%00" in query:
            raise BadRequest("A null byte")
        return self.get_response(request)
