"""Wagtail's choosers of a page, picture, document or task, without their inline script.

The widget ends with ``<script>new PageChooser(…)</script>``, which our content policy blocks. What
that script says is put in attributes instead, and ``ui/cms/cms.js`` starts the chooser from them.
"""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets import BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser


def render(
    widget: BaseChooser, name: str, value: Any, attrs: dict[str, Any], renderer: Any = None
) -> SafeString:
    """In place of ``BaseChooser.render``; the same, but for how it starts."""
    value_data = widget.get_value_data(value)
    is_task = isinstance(widget, AdminTaskChooser)  # the one chooser that is started otherwise
    id_ = attrs["id"]
    return format_html(
        '{}<span hidden data-controller="o-widget" data-o-widget-name-value="{}"'
        ' data-o-widget-arguments-value="{}"></span>',
        mark_safe(widget.render_html(name, value_data, attrs)),  # noqa: S308 - Wagtail's template
        "createTaskChooser" if is_task else widget.js_constructor,
        json.dumps([id_, widget.get_js_init_options(id_, name, value_data)]),
    )


def start_without_script() -> None:
    """Take the place of Wagtail's own rendering, in every chooser that is based on it."""
    BaseChooser.render = render
