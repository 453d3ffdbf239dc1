"""The portal's addresses, and two views that do next to nothing behind the same sign-in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import include, path
from django.views.decorators.http import require_POST

from bench.models import Row


def tiny(request: HttpRequest) -> HttpResponse:
    """Session, person, a template of a few lines: the least that a page behind a sign-in costs."""
    return render(request, "tiny.html")


@require_POST
def insert(request: HttpRequest) -> HttpResponse:
    """The least that a form behind a sign-in costs: one row, and a redirect."""
    Row.objects.create(person=request.user, text=request.POST["text"])
    return redirect("tiny")


urlpatterns = [
    path("bench/tiny/", tiny, name="tiny"),
    path("bench/insert/", insert, name="insert"),
    path("", include("portal.urls")),
]
