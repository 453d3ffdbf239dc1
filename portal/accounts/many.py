"""Make and correct thousands of people at once: what the services do for one, in a few statements."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from portal.accounts.models import User
from portal.accounts.services import RENAMED, AccountError, check_names

BATCH = 500
_GIVEN_BY_THE_OFFICE = ("first_name", "last_name", "email")


@transaction.atomic
def create_participants(people: Sequence[Mapping[str, str]]) -> list[User]:
    """Make people who come in with a personal code, in the order given: ``first_name``,
    ``last_name`` and perhaps ``email`` of each. Raises AccountError where one of them cannot be.
    """
    made = [User(username=User.random_username(), **details) for details in people]
    for person in made:
        person.set_unusable_password()
        _check(person)
    return User.objects.bulk_create(made, batch_size=BATCH)


@transaction.atomic
def correct_people(corrections: Mapping[int, Mapping[str, str]], *, by: User | None = None) -> None:
    """Correct names and addresses of participants, by person. The log says whose name it was, and
    neither of the names.

    Raises AccountError for who works here, for who chose an address of their own, and where a name
    cannot be.
    """
    people = User.objects.select_for_update().in_bulk(sorted(corrections))
    chosen = own_addresses(corrections)
    for pk, details in corrections.items():
        if people[pk].needs_second_factor:
            raise AccountError(_("An administrator changes the name of who works here."))
        if "email" in details and pk in chosen:
            raise AccountError(_("Who chose an address of their own keeps it."))
    renamed = [people[pk] for pk, details in corrections.items() if {*details} - {"email"}]
    for pk, details in corrections.items():
        for field, value in details.items():
            setattr(people[pk], field, value)
        _check(people[pk])
    User.objects.bulk_update(people.values(), _GIVEN_BY_THE_OFFICE, batch_size=BATCH)
    log_each(renamed, RENAMED, by=by, title=lambda person: str(User._meta.verbose_name))


def own_addresses(person_ids: Iterable[int]) -> set[int]:
    """Those of these people who added an e-mail address themselves, and showed that it is theirs."""
    checked = EmailAddress.objects.filter(verified=True)
    return _in_batches(
        person_ids, lambda some: checked.filter(user__in=some).values_list("user_id", flat=True)
    )


def people_by_address(addresses: Iterable[str]) -> dict[str, set[int]]:
    """Who can be reached at each of these addresses (in small letters), as far as the portal knows.

    An address that was added and never checked is nobody's: anyone can type another's.
    """
    found: dict[str, set[int]] = {}
    wanted = sorted(set(addresses))
    people = User.objects.annotate(address=Lower("email"))
    added = EmailAddress.objects.filter(verified=True).annotate(address=Lower("email"))
    for rows, person in ((people, "pk"), (added, "user_id")):
        for start in range(0, len(wanted), BATCH):
            some = rows.filter(address__in=wanted[start : start + BATCH])
            for address, pk in some.values_list("address", person):
                found.setdefault(address, set()).add(pk)
    return found


def log_each(
    rows: Sequence[models.Model],
    action: str,
    *,
    by: User | None,
    title: Callable[[Any], str],
    data: Callable[[Any], dict[str, Any]] = lambda row: {},
) -> None:
    """What ``wagtail.log_actions.log`` writes of one row, of many rows of one model."""
    if not rows:
        return
    together = uuid.uuid4()
    kind = ContentType.objects.get_for_model(rows[0], for_concrete_model=False)
    now = timezone.now()
    ModelLogEntry.objects.bulk_create(
        (
            ModelLogEntry(
                content_type=kind,
                object_id=str(row.pk),
                label=title(row),
                action=action,
                user=by,
                uuid=together,
                timestamp=now,
                data=data(row),
            )
            for row in rows
        ),
        batch_size=BATCH,
    )


def _in_batches(values: Iterable[int], ask: "Callable[[list[int]], Iterable[int]]") -> set[int]:
    """The answers to a question about more values than one query may hold."""
    wanted = sorted(set(values))
    found: set[int] = set()
    for start in range(0, len(wanted), BATCH):
        found.update(ask(wanted[start : start + BATCH]))
    return found


def _check(person: User) -> None:
    """All that can be seen without asking the database."""
    try:
        person.clean_fields()
    except ValidationError as error:
        raise AccountError(error.message_dict) from error
    check_names(person)
