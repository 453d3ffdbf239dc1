"""Measures what requests cost the server: ``make bench``. See docs/bench.md for the method."""
