"""The portal's addresses, and two small pages to try the rules of a session on."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import RequestContext, Template
from django.urls import path

from portal.accounts.drafts.offering import draft_initial
from portal.urls import urlpatterns as of_the_portal


class NoteForm(forms.Form):
    title = forms.CharField()
    text = forms.CharField(widget=forms.Textarea)


NOTE = Template('{{ form.as_p }}{% include "components/autosave.html" with key="note" %}')


def tiny(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"Hello {request.user.pk}")


def note(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and "refuse" not in request.POST:
        return redirect("tiny")
    form = NoteForm(request.POST or None, initial=draft_initial(request, "note"))
    return HttpResponse(NOTE.render(RequestContext(request, {"form": form})))


urlpatterns = [path("tiny/", tiny, name="tiny"), path("note/", note, name="note"), *of_the_portal]
