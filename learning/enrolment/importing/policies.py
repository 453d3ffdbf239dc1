"""Who may take in a list for a programme, and see what became of it: who may change it by hand."""

from wagtail.permissions import policy_registry, register_permission_policy

from learning.enrolment.importing.models import ImportRun
from learning.enrolment.models import Enrolment
from learning.enrolment.policies import CoordinatorPolicy
from portal.accounts.models import User


class ImportPolicy(CoordinatorPolicy):
    """An import is its programme's."""

    def __init__(self) -> None:
        super().__init__(ImportRun, "programme")

    def user_has_permission(self, user: User, action: str) -> bool:
        return bool(policy_registry.get_by_type(Enrolment).user_has_permission(user, "change"))


def register_policies() -> None:
    """Tell Wagtail, before it makes a policy of its own."""
    register_permission_policy(ImportRun, ImportPolicy())
