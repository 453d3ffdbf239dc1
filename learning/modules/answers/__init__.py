"""What someone did in the interactive blocks of a lesson: one's own, read by nobody else unless shared."""
