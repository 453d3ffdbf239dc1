"""The portal's addresses, and two small pages to try the rules of a session on."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from portal.accounts.drafts.rescue import rescued_initial
from portal.urls import urlpatterns as of_the_portal


class NoteForm(forms.Form):
    title = forms.CharField()
    text = forms.CharField(widget=forms.Textarea)


def tiny(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"Hello {request.user.pk}")


def note(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return redirect("tiny")
    return HttpResponse(NoteForm(initial=rescued_initial(request)).as_p())


urlpatterns = [path("tiny/", tiny, name="tiny"), path("note/", note, name="note"), *of_the_portal]
