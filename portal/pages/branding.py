"""Whose portal this is: names, help and house style of the reader's own organisation."""

from functools import cached_property, lru_cache
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from learning.enrolment.access import NOBODY, Entitlements
from learning.organisation.queries import house_colours
from portal.ui.theme import LINDE, Theme, theme_digest


class Link(NamedTuple):
    """An entry of a menu."""

    url: str
    label: str
    icon: str = ""
    current: bool = False


class Branding:
    """What base templates show of the organisation. Reads the entitlements, and only when asked."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def who(self) -> Entitlements:
        """Nobody where a page is made before the entitlements are known, such as an error page."""
        who: Entitlements = getattr(self._request, "entitlements", NOBODY)
        return who

    @cached_property
    def portal_name(self) -> str:
        current = self.who.current
        return current.programme.organisation.portal_name if current else settings.SITE_NAME

    @cached_property
    def organisation_name(self) -> str:
        current = self.who.current
        return current.programme.organisation.name if current else ""

    @cached_property
    def programme_name(self) -> str:
        current = self.who.current
        return current.programme.title if current else ""

    @cached_property
    def brand_colour(self) -> str:
        current = self.who.current
        return current.programme.organisation.brand_colour if current else LINDE.brand

    @cached_property
    def help_name(self) -> str:
        current = self.who.current
        return current.programme.organisation.help_name if current else ""

    @cached_property
    def help_email(self) -> str:
        current = self.who.current
        return current.programme.organisation.help_email if current else ""

    @cached_property
    def help_phone(self) -> str:
        current = self.who.current
        return current.programme.organisation.help_phone if current else ""

    @cached_property
    def theme_url(self) -> str:
        """Where the house style is; empty for the portal's own."""
        current = self.who.current
        if not current:
            return ""
        organisation = current.programme.organisation
        return _theme_url(
            organisation.brand_colour, organisation.accent_colour, organisation.third_colour
        )


@lru_cache(maxsize=256)
def _theme_url(*colours: str) -> str:
    theme = theme_of(*colours)
    return "" if theme == LINDE else reverse("theme", args=[theme_digest(theme)])


def theme_of(brand: str, accent: str, third: str) -> Theme:
    """The theme in three colours; what everyone has who chose the same."""
    return Theme(name=LINDE.name, brand=brand, accent=accent, third=third)


@lru_cache(maxsize=256)
def find_theme(digest: str) -> Theme:
    """The theme of some organisation that has this digest.

    Raises LookupError where none has it (any more).
    """
    for colours in house_colours():
        theme = theme_of(*colours)
        if theme_digest(theme) == digest:
            return theme
    raise LookupError(digest)
