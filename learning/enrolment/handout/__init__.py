"""Handing out personal codes: the texts, and the letters, cards and mails that are made with them."""
