"""What every page shows around its content: whose portal this is, and the way around it."""

from functools import cache, lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from learning.enrolment.access import TALKING_ROLES
from portal.pages.branding import Branding, Link


def site(request: HttpRequest) -> dict[str, Any]:
    """Costs nothing until a template asks, and no query but the one of the entitlements.

    Menus are tuples: the base template remembers what it drew by their values.
    """
    branding = Branding(request)
    return {
        "branding": branding,
        "nav": cache(lambda: main_menu(request, branding)),
        "account_nav": lambda: account_menu(request, branding),
        "footer_nav": footer_menu,
        "person_name": lambda: person_name(request),
        "person_photo": lambda: person_photo(request),
    }


def person_name(request: HttpRequest) -> str:
    """Empty for a visitor, and where a page is made before it is known who asks."""
    user = getattr(request, "user", None)
    return str(user) if user and user.is_authenticated else ""


def person_photo(request: HttpRequest) -> str:
    """One's own photo; empty where there is none."""
    user = getattr(request, "user", None)
    return user.photo_url if user and user.is_authenticated else ""


def main_menu(request: HttpRequest, branding: Branding) -> tuple[Link, ...]:
    """The way around for who takes part in something; empty for everyone else."""
    if not branding.who:
        return ()
    home, learn, forum = _addresses()
    here = request.path
    menu = [Link(home, _("My programme"), "route", here == home)]
    if branding.who.reading:
        menu.append(Link(learn, _("Learn"), "book-open", here.startswith(learn)))
    if any(enrolment.role in TALKING_ROLES for enrolment in branding.who.enrolments):
        menu.append(Link(forum, _("Forum"), "messages-square", here.startswith(forum)))
    return tuple(menu)


def account_menu(request: HttpRequest, branding: Branding) -> tuple[Link, ...]:
    """One's own account and cohort, and the CMS for who works in it."""
    menu = [Link(reverse("my_account"), _("My account"), "user")]
    if branding.who.reading:
        menu.append(Link(reverse("logbook:index"), _("My logbook"), "notebook-pen"))
    if branding.who.cohort_ids:
        menu.append(Link(reverse("group"), _("My group"), "users"))
    if branding.who.staffed_programme_ids or _works_in_cms(request):
        menu.append(Link(reverse("wagtailadmin_home"), _("Manage"), "layout-dashboard"))
    return tuple(menu)


def _works_in_cms(request: HttpRequest) -> bool:
    """Whether the CMS lets someone in who staffs no programme: an editor, not a coach.

    Asks no query for who only takes part.
    """
    user = request.user
    is_known_to_work_here = user.is_authenticated and user.needs_second_factor
    return is_known_to_work_here and user.has_perm("wagtailadmin.access_admin")


def footer_menu() -> tuple[Link, ...]:
    """Information for everyone, before signing in too."""
    return (Link("/privacy/", _("Privacy")), Link("/toegankelijkheid/", _("Accessibility")))


@lru_cache(maxsize=1)
def _addresses() -> tuple[str, str, str]:
    return reverse("home"), reverse("modules:index"), reverse("forum:index")
