"""Template tags of the face. Kept cheap: they run many times on one page."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.template.base import FilterExpression, Node, NodeList, Parser, TextNode, Token
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from portal.ui import avatars, icons, moments, paging

register = template.Library()


class _IconNode(Node):
    def __init__(self, name: FilterExpression, size: FilterExpression | None) -> None:
        self.name = name
        self.size = size

    def render(self, context: Context) -> SafeString:
        name = self.name.resolve(context)
        if not name:
            return SafeString()
        return icons.icon(name, self.size.resolve(context) if self.size else "")


@register.tag
def icon(parser: Parser, token: Token) -> Node:
    """``{% icon "check" %}``, ``{% icon name "sm" %}``: with literal arguments it costs what text costs."""
    arguments = token.split_contents()[1:]
    if not 1 <= len(arguments) <= 2:
        raise template.TemplateSyntaxError("icon takes a name and at most a size")
    name, *size = (parser.compile_filter(argument) for argument in arguments)
    if all(isinstance(part.var, str) and not part.filters for part in (name, *size)):
        return TextNode(icons.icon(*(str(part.var) for part in (name, *size))))
    return _IconNode(name, size[0] if size else None)


class _AvatarNode(Node):
    def __init__(self, name: FilterExpression, size: str, photo: FilterExpression | None) -> None:
        self.name = name
        self.size = size
        self.photo = photo

    def render(self, context: Context) -> SafeString:
        photo = self.photo.resolve(context) if self.photo else ""
        return avatars.avatar(str(self.name.resolve(context) or ""), self.size, photo or "")


@register.tag
def avatar(parser: Parser, token: Token) -> Node:
    """``{% avatar person.name %}``, ``{% avatar person.name sm photo=person.photo_url %}``."""
    name, *others = token.split_contents()[1:] or [""]
    photos = [each.removeprefix("photo=") for each in others if each.startswith("photo=")]
    sizes = [each.strip("'\"") for each in others if not each.startswith("photo=")]
    if not name or len(photos) > 1 or len(sizes) > 1:
        raise template.TemplateSyntaxError("avatar takes a name, at most a size, and a photo")
    photo = parser.compile_filter(photos[0]) if photos else None
    return _AvatarNode(parser.compile_filter(name), "".join(sizes), photo)


class _AssetNode(Node):
    """A static file's address, asked once per process: the manifest does not change under us."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.url = ""

    def render(self, context: Context) -> str:
        if not self.url:
            self.url = static(self.path)
        return self.url


@register.tag
def asset(parser: Parser, token: Token) -> Node:
    """``{% asset "ui/portal.css" %}``: like ``{% static %}`` with a literal path, but asked once."""
    return _AssetNode(token.split_contents()[1].strip("'\""))


@register.tag
def content_lang(parser: Parser, token: Token) -> Node:
    """``<div {% content_lang %}>``: the language of what people wrote, whatever the interface speaks."""
    return TextNode(f'lang="{settings.WAGTAIL_CONTENT_LANGUAGES[0][0]}"')


# White space that only served the template's reader.
_INDENT = re.compile(r"\s*\n\s*")


class _RememberNode(Node):
    capacity = 256

    def __init__(self, keys: list[FilterExpression], nodelist: NodeList) -> None:
        self.keys = keys
        self.nodelist = nodelist
        self.drawn: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        key = (get_language(), *(part.resolve(context, ignore_failures=True) for part in self.keys))
        try:
            return self.drawn[key]
        except KeyError:
            if len(self.drawn) >= self.capacity:
                self.drawn.clear()
            html = SafeString(_INDENT.sub("\n", self.nodelist.render(context)))
            self.drawn[key] = html
            return html
        except TypeError:  # a key that cannot be one: draw it every time
            return self.nodelist.render(context)


@register.tag
def remember(parser: Parser, token: Token) -> Node:
    """``{% remember a b %}…{% endremember %}``: drawn once per language and values, in each process.

    For what is the same on every page. The values must be all that the body depends on, compared by
    value (text, numbers, named tuples; no model instances). No block, csrf token or personal data inside.
    """
    keys = [parser.compile_filter(argument) for argument in token.split_contents()[1:]]
    nodelist = parser.parse(("endremember",))
    parser.delete_first_token()
    return _RememberNode(keys, nodelist)


@register.simple_tag
def progress(value: int, maximum: int, label: str, text: str, id: str = "voortgang") -> SafeString:
    """``{% progress done total "Your progress" "3 of 6 lessons" %}``: native, and said in words."""
    return format_html(
        '<div class="p-progress"><div class="p-progress__row">'
        '<label class="p-progress__label" for="{id}">{label}</label>'
        '<span class="p-progress__text" aria-hidden="true">{text}</span></div>'
        '<progress class="p-progress__bar" id="{id}" value="{value}" max="{maximum}">{text}</progress>'
        "</div>",
        id=id,
        label=label,
        text=text,
        value=value,
        maximum=maximum or 1,
    )


@register.filter
def moment(value: dt.datetime | dt.date | None) -> str:
    """``{{ post.created|moment }}``: "today, 9:30", "yesterday, 21:40", "12 November"."""
    return moments.in_words(value) if value else ""


@register.filter
def day(value: dt.datetime | dt.date | None) -> str:
    """``{{ event.date|day }}``: "Thursday 12 November"."""
    return moments.full_day(value) if value else ""


@register.filter
def when(value: dt.datetime | dt.date | None) -> str:
    """``{{ post.created|when }}``: the same in a ``<time>`` element."""
    return moments.as_time_element(value) if value else ""


@register.filter
def page_window(page: Any) -> list[int | None]:
    """``{% for number in page|page_window %}``: numbers to link, None for a gap."""
    return paging.window(page.number, page.paginator.num_pages)


@register.simple_tag
def error_prefix(*forms: BaseForm | str | None) -> str:
    """``{% block title %}{% error_prefix form %}New topic{% endblock %}``: readers hear it first."""
    # Translators: put before the title of a page whose form has errors.
    return (
        gettext("Error: ")
        if any(isinstance(f, BaseForm) and f.is_bound and f.errors for f in forms)
        else ""
    )
