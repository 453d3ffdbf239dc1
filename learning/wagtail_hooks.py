"""Every subject's hooks in the CMS, in the order of the subjects."""

from learning.certificates import wagtail_hooks as certificates
from learning.enrolment import wagtail_hooks as enrolment
from learning.enrolment.handout import wagtail_hooks as handout
from learning.enrolment.importing import wagtail_hooks as importing
from learning.enrolment.inviting import wagtail_hooks as inviting
from learning.enrolment.kickoff import wagtail_hooks as kickoff
from learning.enrolment.log import wagtail_hooks as log
from learning.enrolment.mailing import wagtail_hooks as mailing
from learning.modules import wagtail_hooks as modules
from learning.modules.exchange import wagtail_hooks as exchange
from learning.programmes import wagtail_hooks as programmes
from learning.setup import wagtail_hooks as setup

__all__ = [
    "certificates",
    "enrolment",
    "exchange",
    "handout",
    "importing",
    "inviting",
    "kickoff",
    "log",
    "mailing",
    "modules",
    "programmes",
    "setup",
]
