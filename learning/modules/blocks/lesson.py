"""What a trainer can put into a lesson: each kind of block has a file here and a template."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from learning.modules.blocks.audio import AudioBlock
from learning.modules.blocks.base import NamedText
from learning.modules.blocks.dialogue import DialogueBlock
from learning.modules.blocks.download import DownloadBlock
from learning.modules.blocks.embed import EmbedBlock
from learning.modules.blocks.examples import ExampleBlock, PhrasesBlock, PitfallBlock
from learning.modules.blocks.forum_prompt import ForumPromptBlock
from learning.modules.blocks.intention import IntentionBlock
from learning.modules.blocks.my_case import MyCaseBlock
from learning.modules.blocks.picture import PictureBlock
from learning.modules.blocks.poll import PollBlock
from learning.modules.blocks.quiz import QuizBlock
from learning.modules.blocks.reflection import ReflectionBlock
from learning.modules.blocks.task import TaskBlock
from learning.modules.blocks.text import (
    INLINE,
    HeadingBlock,
    ListBlock,
    ParagraphBlock,
    StepsBlock,
)
from learning.modules.blocks.video import VideoBlock


class LessonBody(blocks.StreamBlock):
    """The names are what is stored: they stay."""

    heading = HeadingBlock(max_length=120)
    paragraph = ParagraphBlock(features=INLINE)
    list = ListBlock(NamedText(label=_("Item"), rows=2))
    steps = StepsBlock(NamedText(label=_("Step"), rows=2))
    phrases = PhrasesBlock(NamedText(label=_("Phrase"), rows=2))
    example = ExampleBlock(rows=4)
    pitfall = PitfallBlock(rows=3)
    task = TaskBlock()
    reflection = ReflectionBlock()
    my_case = MyCaseBlock()
    intention = IntentionBlock()
    forum_prompt = ForumPromptBlock()
    quiz = QuizBlock()
    poll = PollBlock()
    dialogue = DialogueBlock()
    picture = PictureBlock()
    download = DownloadBlock()
    video = VideoBlock()
    audio = AudioBlock()
    embed = EmbedBlock()
