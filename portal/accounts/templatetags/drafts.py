"""What ``components/autosave.html`` asks about the form that it stands in."""

from __future__ import annotations

from django import template
from django.template.context import Context

from portal.accounts.drafts import offering
from portal.accounts.drafts.offering import Kept
from portal.accounts.models import User

register = template.Library()


@register.simple_tag(takes_context=True)
def kept_draft(context: Context, key: str) -> Kept | None:
    """``{% kept_draft key as kept %}``: nothing where nobody is signed in."""
    request = context.get("request")
    return offering.kept_for(request, key) if request else None


@register.filter
def mark_of(person: User) -> str:
    """``{{ user|mark_of }}``: whose text a window holds."""
    return offering.mark_of(person)


@register.filter
def secret_of(person: User) -> str:
    """``{{ user|secret_of }}``: what a browser locks it with."""
    return offering.secret_of(person)
