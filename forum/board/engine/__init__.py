"""The forum engine: the one place that knows machina's tables.

Everything above asks here and gets plain rows, so that the engine stays replaceable. machina keeps
its tables, migrations and counters; its views, forms and ``save()`` are not used, because each of
them reads the whole forum again (see docs/decisions/0006-forum-on-machina.md).
"""
