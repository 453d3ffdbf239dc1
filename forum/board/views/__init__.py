"""The screens of the forum, by what they show."""
