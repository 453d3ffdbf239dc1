"""Settings: ``dev`` (embedded defaults), ``test``, ``production`` (everything from the environment)."""
