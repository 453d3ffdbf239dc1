"""What a text will look like, with the values of somebody who does not exist."""

from learning.enrolment.handout.models import Handout
from learning.enrolment.handout.paper import Sheet
from learning.enrolment.handout.text_models import TextKind
from learning.enrolment.handout.texts import Text, example, example_values
from learning.enrolment.mailing.compose import Content, compose
from learning.programmes.models import Programme

_RUNS = {TextKind.LETTER: Handout.Kind.LETTERS, TextKind.CARD: Handout.Kind.CARDS}


def preview_mail(*, text: Text, programme: Programme, language: str) -> Content:
    """A mail with example values."""
    return compose(
        text=text,
        values=example_values(programme, language),
        organisation=programme.organisation,
        language=language,
    )


def preview_paper(*, text: Text, programme: Programme, kind: TextKind, language: str) -> bytes:
    """A letter or card with example values, as PDF."""
    sheet = Sheet(Handout(kind=_RUNS[kind], programme=programme))
    sheet.texts[language] = text
    return sheet.typeset([sheet.of(*example(programme, language))])
