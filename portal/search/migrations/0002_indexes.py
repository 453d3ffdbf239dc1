"""The indexes over the words of pages. The words themselves stand in the table, folded.

Keep this migration by itself when others are squashed: its SQL is in no model.
"""

from django.db import migrations

SQLITE = [
    """CREATE VIRTUAL TABLE search_pagetext_fts USING fts5 (
        title_words, words, content='search_pagetext', content_rowid='page_id', detail=column,
        tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER search_pagetext_added AFTER INSERT ON search_pagetext BEGIN
        INSERT INTO search_pagetext_fts (rowid, title_words, words)
        VALUES (NEW.page_id, NEW.title_words, NEW.words);
    END""",
    """CREATE TRIGGER search_pagetext_removed AFTER DELETE ON search_pagetext BEGIN
        INSERT INTO search_pagetext_fts (search_pagetext_fts, rowid, title_words, words)
        VALUES ('delete', OLD.page_id, OLD.title_words, OLD.words);
    END""",
    """CREATE TRIGGER search_pagetext_changed AFTER UPDATE ON search_pagetext BEGIN
        INSERT INTO search_pagetext_fts (search_pagetext_fts, rowid, title_words, words)
        VALUES ('delete', OLD.page_id, OLD.title_words, OLD.words);
        INSERT INTO search_pagetext_fts (rowid, title_words, words)
        VALUES (NEW.page_id, NEW.title_words, NEW.words);
    END""",
]
SQLITE_BACK = [
    "DROP TRIGGER search_pagetext_added",
    "DROP TRIGGER search_pagetext_removed",
    "DROP TRIGGER search_pagetext_changed",
    "DROP TABLE search_pagetext_fts",
]
POSTGRESQL = [
    "CREATE INDEX search_pagetext_by_word ON search_pagetext"
    " USING gin (array_to_tsvector(string_to_array(words, ' ')))",
    "CREATE INDEX search_pagetext_by_title ON search_pagetext"
    " USING gin (array_to_tsvector(string_to_array(title_words, ' ')))",
]
POSTGRESQL_BACK = [
    "DROP INDEX search_pagetext_by_word",
    "DROP INDEX search_pagetext_by_title",
]


def run(sqlite, postgresql):
    def execute(apps, schema_editor):
        is_postgresql = schema_editor.connection.vendor == "postgresql"
        for statement in postgresql if is_postgresql else sqlite:
            schema_editor.execute(statement)

    return execute


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_BACK, POSTGRESQL_BACK)),
    ]
