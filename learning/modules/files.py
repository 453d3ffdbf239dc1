"""Send a stored file: with a closed set of headers, in parts where a video player asks for them."""

import mimetypes
import re
from collections.abc import Iterator
from urllib.parse import quote

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag

CHUNK = 64 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})\Z", re.ASCII)
# What a browser may show by itself; the rest is saved.
_SHOWN = frozenset({"application/pdf", "text/vtt"})


def send_file(request: HttpRequest, file: FieldFile) -> HttpResponseBase:
    """The response for a file that the policy has allowed.

    A web server sends the bytes where ``X_ACCEL_REDIRECT_PREFIX`` names its internal location.
    """
    name = file.name or ""
    prefix = getattr(settings, "X_ACCEL_REDIRECT_PREFIX", "")
    response: HttpResponseBase
    if prefix:
        response = HttpResponse(headers={"X-Accel-Redirect": f"{prefix}{quote(name)}"})
    else:
        response = _send_bytes(request, file, name)
    _close_headers(response, name)
    return response


def _send_bytes(request: HttpRequest, file: FieldFile, name: str) -> HttpResponseBase:
    size = file.size
    changed = file.storage.get_modified_time(name)
    etag = quote_etag(f"{changed.timestamp()}-{size}")
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    asked = request.headers.get("Range") if "If-Range" not in request.headers else None
    found = _RANGE.match(asked) if asked else None
    response: HttpResponseBase
    if found and any(found.groups()):
        response = _part(file, size, *found.groups())
    else:
        response = FileResponse(file.open("rb"))
    response.headers["ETag"] = etag
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _part(file: FieldFile, size: int, first: str, last: str) -> HttpResponseBase:
    """Bytes ``first`` to ``last`` included, as RFC 9110 counts them; or the last so many."""
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    handle = file.open("rb")
    handle.seek(start)
    response = StreamingHttpResponse(_chunks(handle, end - start + 1), status=206)
    response.headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    response.headers["Content-Length"] = str(end - start + 1)
    return response


def _chunks(handle: FieldFile, left: int) -> Iterator[bytes]:
    with handle:
        while left > 0 and (chunk := handle.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


def _close_headers(response: HttpResponseBase, name: str) -> None:
    """Whatever is in the file, it runs nothing, is nothing else and stays with who asked."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    shown = kind in _SHOWN or kind.startswith(("image/", "video/"))
    response.headers["Content-Type"] = kind
    filename = name.rpartition("/")[2]
    response.headers["Content-Disposition"] = content_disposition_header(not shown, filename) or ""
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-cache"
