"""The page that says that it did not work."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def failed(request: HttpRequest, organisation: str) -> HttpResponse:
    """What someone sees who came back from an organisation without an answer that counts."""
    return render(request, "account/sso/failed.html", {"organisation": organisation}, status=403)
