"""The screen on which someone downloads what the portal holds about them."""

from __future__ import annotations

from typing import cast

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.access_log import Kind, note_access
from portal.accounts.models import User
from portal.accounts.mydata.archive import write_archive


def my_data(request: HttpRequest) -> HttpResponse | FileResponse:
    """Say what is in the download; on POST, hand it over and note that it was asked for."""
    if request.method != "POST":
        return render(request, "account/mydata/my_data.html")
    person = cast(User, request.user)
    archive = write_archive(person)
    note_access(kind=Kind.DATA_DOWNLOADED, about=person, by=person)
    # Translators: the name of a file, so without spaces.
    name = _("my-data-%(day)s.zip") % {"day": timezone.localdate().isoformat()}
    return FileResponse(archive, as_attachment=True, filename=name, content_type="application/zip")
