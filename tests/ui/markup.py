"""Markup compared without the white space that the template formatter may move."""

import re


def squeeze(html: str) -> str:
    """Return the markup with one space where there was more, and none beside a tag."""
    return re.sub(r"\s*([<>])\s*", r"\1", re.sub(r"\s+", " ", html)).strip()
