"""Who may see the log of mails in the CMS, and send one again: who may change the programme."""

from wagtail.permissions import policy_registry, register_permission_policy

from learning.enrolment.mailing.models import Mail
from learning.enrolment.policies import CoordinatorPolicy
from learning.programmes.models import Programme
from portal.accounts.models import User


class MailPolicy(CoordinatorPolicy):
    """A mail belongs to its programme; one without a programme is for administrators."""

    def __init__(self) -> None:
        super().__init__(Mail, "programme")

    def user_has_permission(self, user: User, action: str) -> bool:
        return bool(policy_registry.get_by_type(Programme).user_has_permission(user, "change"))


def register_policies() -> None:
    """Tell Wagtail, before it makes a policy of its own."""
    register_permission_policy(Mail, MailPolicy())
