"""Who may read along in what someone wrote in a lesson: by choice, by name, to be taken back."""
