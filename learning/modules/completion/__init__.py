"""When a module is done: what its trainer asks, what its lessons hold, and what someone did of it."""
