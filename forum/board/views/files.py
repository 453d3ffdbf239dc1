"""A file of a post, for whoever may read the post."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from forum.board import access
from forum.board.files import SHOWN_IN_PLACE
from learning.enrolment.access import entitlements


@require_safe
def attachment(request: HttpRequest, key: str) -> FileResponse:
    """The file under its own name, as the type that its content showed when it came in."""
    found = access.get_attachment(entitlements(request), key)
    response = FileResponse(
        found.file.open("rb"),
        as_attachment=found.content_type not in SHOWN_IN_PLACE,
        filename=found.name,
        content_type=found.content_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
