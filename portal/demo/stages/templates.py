"""The template that coordinators make their next programme from."""

from learning.programmes.models import ProgrammeTemplate
from learning.programmes.services import copy_programme
from portal.demo.demo import Demo


def build(demo: Demo) -> int:
    """What the programme's own data says, once more, without people; once."""
    programme = demo.programme
    if ProgrammeTemplate.objects.filter(organisation=programme.organisation).exists():
        return 0
    copy_programme(source=programme, title=programme.title, with_cohorts=True, as_template=True)
    return 1
