"""Who may see and make runs in the CMS: who may change enrolments of the programme."""

from wagtail.permissions import policy_registry, register_permission_policy

from learning.enrolment.handout.models import Handout
from learning.enrolment.models import Enrolment
from learning.enrolment.policies import CoordinatorPolicy
from portal.accounts.models import User


class HandoutPolicy(CoordinatorPolicy):
    """A run is its programme's; who may change the enrolments there may hand out codes."""

    def __init__(self) -> None:
        super().__init__(Handout, "programme")

    def user_has_permission(self, user: User, action: str) -> bool:
        return bool(policy_registry.get_by_type(Enrolment).user_has_permission(user, "change"))


def register_policies() -> None:
    """Tell Wagtail, before it makes a policy of its own."""
    register_permission_policy(Handout, HandoutPolicy())
