"""The blocks of the editor. ``docs/blocks.md`` tells how to add one."""

from learning.modules.blocks.about import GlossaryBody, GoalsBody, TheoryBody
from learning.modules.blocks.lesson import LessonBody

__all__ = ["GlossaryBody", "GoalsBody", "LessonBody", "TheoryBody"]
