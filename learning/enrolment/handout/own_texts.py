"""A programme's own words: how things stand, keeping them, and going back to the built-in ones."""

from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from learning.enrolment.handout.text_models import HandoutText, TextKind
from learning.enrolment.handout.texts import Text, check_text
from learning.programmes.models import Programme
from learning.programmes.services import twin_of
from portal.accounts.models import User


class Standing(NamedTuple):
    """One text of a programme, with its own words where it has them."""

    kind: TextKind
    language: str
    own: HandoutText | None


def standings_of(programme: Programme) -> list[Standing]:
    """Every kind of text in every language, and whether the programme has its own: one query."""
    rows = HandoutText.objects.filter(programme=programme).select_related("changed_by")
    own = {(row.kind, row.language): row for row in rows}
    return [
        Standing(kind, language, own.get((kind, language)))
        for kind in TextKind
        for language, _name in settings.LANGUAGES
    ]


@transaction.atomic
def keep_text(
    *, programme: Programme, kind: TextKind, language: str, text: Text, by: User | None = None
) -> HandoutText:
    """Use these words from now on. Raises TextError where they cannot be sent."""
    check_text(kind, text)
    own, _is_new = HandoutText.objects.update_or_create(
        programme=programme,
        kind=kind,
        language=language,
        defaults={"subject": text.subject, "body": text.body, "changed_by": by},
    )
    return own


@transaction.atomic
def forget_text(*, programme: Programme, kind: TextKind, language: str) -> None:
    """Go back to the built-in words."""
    HandoutText.objects.filter(programme=programme, kind=kind, language=language).delete()


def copy_texts(*, source: Programme, target: Programme) -> None:
    """Let a new programme, without words of its own yet, use those of another."""
    HandoutText.objects.bulk_create(
        twin_of(each, programme=target) for each in source.handout_texts.all()
    )
