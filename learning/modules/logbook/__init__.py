"""What someone wrote over the whole programme, in one place: theirs, also when a lesson is gone."""
