"""What holds for the addresses of the CMS: its content policy, and who gets its reports.

The reports go before Wagtail's own addresses, which resolve the rest.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.urls import reports

View = Callable[..., HttpResponse]

# Draftail, the editor of rich text, writes its placeholders in <style> elements. No attribute and
# no script gains by this; preview frames come from here too.
cms_policy = csp_update({"style-src-elem": [SELF, UNSAFE_INLINE]})


def administrators_only(view: View) -> View:
    """404 for everyone else: the log shows every row of a model to whoever may see one of them."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_superuser:
            raise Http404
        return view(request, *args, **kwargs)

    return require_admin_access(guarded)  # type: ignore[no-any-return]


urlpatterns = [
    path(str(report.pattern), administrators_only(report.callback))
    for report in reports.urlpatterns
]
