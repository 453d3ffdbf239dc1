"""Where search looks: one small class per kind of thing. ``SOURCES`` is the order on the page.

To add one: a class with the attributes and the method of ``Source`` in a module of this package, and
its name in ``SOURCES``. It reads nothing but what ``who`` may read, and asks the same number of queries
however much it finds. What is little is read whole and compared by ``wording`` in Python; the library
and the forum, which may be large, have an index in the database.
"""

from portal.search.sources.base import Found, Hit, Source, Title
from portal.search.sources.glossary import Glossary
from portal.search.sources.lessons import Lessons
from portal.search.sources.notes import OwnNotes
from portal.search.sources.posts import Posts

__all__ = ["SOURCES", "Found", "Hit", "Source", "Title"]

SOURCES: tuple[type[Source], ...] = (Lessons, Glossary, OwnNotes, Posts)
