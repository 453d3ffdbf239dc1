"""A conversation with choices and consequences: the block, its graph, its checks, its map, its play."""

from learning.modules.blocks.dialogue.block import DialogueBlock

__all__ = ["DialogueBlock"]
