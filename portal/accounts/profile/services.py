"""Keep what someone tells of themselves, and note that it changed."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.log_actions import log

from portal.accounts.models import User
from portal.accounts.services import RENAMED


class ProfileError(ValidationError):
    """What someone tells of themselves cannot be kept; the message says why, by field."""


@transaction.atomic
def change_profile(*, person: User, goes_by: str, reachable: str) -> User:
    """Keep the name that someone goes by, and how to reach them.

    The log of the CMS says that the name was changed, and neither of the names: a coordinator may
    ask. Raises ProfileError for a name that is none.
    """
    locked = User.objects.select_for_update().get(pk=person.pk)
    is_renamed = locked.goes_by != goes_by
    locked.goes_by, locked.reachable = goes_by, reachable
    try:
        locked.clean_fields(exclude={"password"})
    except ValidationError as error:
        raise ProfileError(error.message_dict) from error
    locked.save(update_fields=["goes_by", "reachable"])
    if is_renamed:
        log(locked, RENAMED, user=person, title=str(User._meta.verbose_name))
    return locked


@transaction.atomic
def set_photo(*, person: User, picture: bytes) -> User:
    """Put a photo, prepared by ``prepare_photo``, in the place of the one there was."""
    locked = User.objects.select_for_update().get(pk=person.pk)
    _forget_file(locked)
    locked.photo.save("photo.webp", ContentFile(picture), save=False)
    locked.save(update_fields=["photo"])
    return locked


@transaction.atomic
def remove_photo(*, person: User) -> User:
    """Take someone's photo away, the file too."""
    locked = User.objects.select_for_update().get(pk=person.pk)
    _forget_file(locked)
    locked.photo = ""
    locked.save(update_fields=["photo"])
    return locked


@transaction.atomic
def change_choices(*, person: User, language: str, mail_on_new_device: bool) -> User:
    """Keep the language of the portal and of its mails, and which mails someone wants."""
    locked = User.objects.select_for_update().get(pk=person.pk)
    locked.language, locked.mail_on_new_device = language, mail_on_new_device
    locked.save(update_fields=["language", "mail_on_new_device"])
    return locked


def _forget_file(person: User) -> None:
    """Let the file go once it is certain that nothing refers to it any more."""
    name, storage = person.photo.name, person.photo.storage
    if name:
        transaction.on_commit(lambda: storage.delete(name))
