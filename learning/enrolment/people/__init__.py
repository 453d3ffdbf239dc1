"""People as others see them: in their cohort, in the forum, in the programme office."""
