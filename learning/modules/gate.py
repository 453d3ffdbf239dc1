"""Nothing of Wagtail's leaves the portal but through here: pages, documents and pictures.

Wagtail guards page views alone, so there is no public address of a file: ``MEDIA_URL`` and the
addresses of documents are views that ask the policy (``access.py``), and pages do so in a hook. A
visitor is asked to sign in, also for what does not exist; who is signed in gets a 404.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.documents.models import Document
from wagtail.images.models import Image, Rendition
from wagtail.models import Page

from learning.enrolment.access import entitlements
from learning.modules.access import may_read_file, may_read_page
from learning.modules.files import send_file


def refuse(request: HttpRequest) -> HttpResponseBase:
    """What someone gets who may not have it. Raises Http404 for who is signed in."""
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.get_full_path())


def guard_page(page: Page, request: HttpRequest, *args: Any) -> HttpResponseBase | None:
    """Wagtail's hook before it serves a page that its router found."""
    return None if may_read_page(entitlements(request), page) else refuse(request)


@login_not_required  # pictures of public pages; the policy says which
@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture in any size, a video or its captions, by the path it is stored at."""
    found = _find(path)
    if found and may_read_file(request.user, entitlements(request), found[0]):
        return send_file(request, found[1])
    return refuse(request)


@login_not_required  # as above
@require_safe
def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """A document by its number and name: the address that Wagtail gives it."""
    found = Document.objects.filter(pk=document_id).first()
    if (
        found
        and found.filename == document_filename
        and may_read_file(request.user, entitlements(request), found)
    ):
        return send_file(request, found.file)
    return refuse(request)


def _find(path: str) -> tuple[Image | Document, FieldFile] | None:
    """Whose file this is, and the file. A path that no row knows is no file of ours."""
    if "\0" in path:  # PostgreSQL refuses to look for it
        return None
    rendition = Rendition.objects.select_related("image").filter(file=path).first()
    if rendition:
        return rendition.image, rendition.file
    for model in (Image, Document):
        if owner := model.objects.filter(file=path).first():
            return owner, owner.file
    return None
