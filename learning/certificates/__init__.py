"""Certificates of participation: who gets one, the paper, and how others check it."""
