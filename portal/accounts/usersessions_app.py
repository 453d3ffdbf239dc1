"""allauth's record of where someone is signed in, kept in fewer statements."""

from allauth.account.signals import user_logged_in
from allauth.usersessions.apps import UserSessionsConfig


class PortalUserSessionsConfig(UserSessionsConfig):
    """Stands in INSTALLED_APPS for ``allauth.usersessions``.

    At each sign-in allauth looks at all sessions of a person one by one, which takes longer the
    more often they come. ``receivers.note_where`` does it for all of them at once.
    """

    def ready(self) -> None:
        from allauth.usersessions.signals import on_user_logged_in

        super().ready()
        user_logged_in.disconnect(on_user_logged_in)
