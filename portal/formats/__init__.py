"""Days are written the same way in each language of the portal."""
