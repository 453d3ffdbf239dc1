"""Every subject's hooks in the CMS, in the order of the subjects."""

from learning.enrolment import wagtail_hooks as enrolment
from learning.modules import wagtail_hooks as modules
from learning.programmes import wagtail_hooks as programmes
from learning.setup import wagtail_hooks as setup

__all__ = ["enrolment", "modules", "programmes", "setup"]
