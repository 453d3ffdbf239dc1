"""Addresses that only do something: whoever comes there with a link is brought to the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

View = Callable[..., HttpResponse]


def post_or_show(name: str) -> Callable[[View], View]:
    """Let a view do its thing on POST; any other request goes to the page with this name.

    That page takes the same arguments. People come here by a reload or a link after signing in.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def only_posted(request: HttpRequest, **arguments: Any) -> HttpResponse:
            if request.method == "POST":
                return view(request, **arguments)
            return redirect(reverse(name, kwargs=arguments))

        return only_posted

    return decorate
