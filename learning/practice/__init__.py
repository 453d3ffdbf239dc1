"""Practice cases: a real situation from someone's work, that comes back through the programme."""
