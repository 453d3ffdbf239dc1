"""The list of who signs in with what: as a file beside the data, and as a table on the screen."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from learning.enrolment.codes import Code
from learning.enrolment.queries import living_codes
from learning.programmes.models import CodeMode
from portal.accounts.models import User
from portal.accounts.queries import recovery_codes_of
from portal.demo.demo import Demo
from portal.demo.sources import read

Row = dict[str, Any]
# A selector has 2^20 values: that so many tries all met somebody else's does not happen.
MOST_ATTEMPTS = 8


def people(demo: Demo) -> list[Row]:
    """Everyone of the demo with what they sign in with, computed again from the keys."""
    return [*_participants(demo), *_staff(demo)]


def _participants(demo: Demo) -> Iterator[Row]:
    selectors = {pk: code.selector for pk, code in living_codes(demo.programme).items()}
    for who in read("people")["participants"]:
        enrolment = demo.enrolments[who["name"]]
        row: Row = {
            "name": who["name"],
            "role": enrolment.role,
            "cohort": who["cohort"],
            "code": _code(demo, who["name"], selectors.get(enrolment.pk)),
            "url": _address("code_login"),
        }
        if "mode" in who:
            row["mode"] = who["mode"]
        yield row


def _code(demo: Demo, name: str, selector: str | None) -> str | None:
    """The code that lives; None where a coordinator has put another in its place."""
    attempts = demo.keys.codes(name)
    found: list[Code] = [next(attempts) for _ in range(MOST_ATTEMPTS)]
    return next((str(code) for code in found if code.selector == selector), None)


def _staff(demo: Demo) -> Iterator[Row]:
    for who in read("people")["staff"]:
        username = who["username"]
        yield {
            "name": who["name"],
            "role": who["role"],
            "username": username,
            "password": demo.keys.password(username),
            "recovery_codes": recovery_codes_of(User.objects.get(username=username)),
            "totp_secret": demo.keys.totp_secret(username),
            "url": _address("account_login"),
        }


def _address(view: str) -> str:
    return settings.BASE_URL.rstrip("/") + reverse(view)


def save(rows: list[Row], path: Path) -> None:
    """Write the list where only its owner can read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def as_text(rows: list[Row]) -> str:
    """The list as it is printed: addresses, and below each what opens it."""
    participants = [row for row in rows if "code" in row]
    staff = [row for row in rows if "username" in row]
    name, cohort = (max(len(row[key]) for row in participants) for key in ("name", "cohort"))
    lines = [_("Participants sign in at %(url)s with a code:") % participants[0]]
    for row in participants:
        code = row["code"] or _("replaced by a coordinator")
        once = "  (" + _("works once") + ")" if row.get("mode") == CodeMode.ACTIVATE else ""
        lines.append(f"  {row['name']:<{name}}  {row['cohort']:<{cohort}}  {code}{once}")
    lines += ["", _("Staff sign in at %(url)s with a password, then a recovery code:") % staff[0]]
    username = max(len(row["username"]) for row in staff)
    for row in staff:
        secrets = f"{row['password']}  {' '.join(row['recovery_codes'][:3])} …"
        lines.append(f"  {row['name']:<{name}}  {row['username']:<{username}}  {secrets}")
    return "\n".join(lines)
