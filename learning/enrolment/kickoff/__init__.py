"""The screen in the training room: where to go, and how many of the group are in."""
