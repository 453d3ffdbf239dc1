"""The access log on screen: what happened to people's data and to their codes, in one list."""
