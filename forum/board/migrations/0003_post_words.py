"""The words of each post, kept by the database itself: search asks them, whoever wrote the post and how.

A post has the words of its text, and the first post of a topic those of its subject too. With the words
stands the forum, so that an index finds only what is in the forums that someone may read. Keep this
migration by itself when others are squashed: its SQL is in no model. On SQLite a later migration of
machina that remakes a table would drop the triggers; ``tests/search/test_fresh.py`` looks.
"""

from django.db import migrations

_WORDS_OF = "CASE WHEN t.first_post_id = p.id THEN t.subject || ' ' ELSE '' END || p.content"
_FROM = "FROM forum_conversation_post p JOIN forum_conversation_topic t ON t.id = p.topic_id"
_ADD = f"INSERT INTO forum_board_post_fts (rowid, forum, words) SELECT p.id, t.forum_id, {_WORDS_OF} {_FROM}"
_MOVED = "p.topic_id = NEW.id AND (OLD.forum_id <> NEW.forum_id OR p.id IN (OLD.first_post_id, NEW.first_post_id))"

SQLITE = [
    "CREATE VIRTUAL TABLE forum_board_post_fts USING fts5"
    " (forum, words, detail=column, tokenize='unicode61 remove_diacritics 2')",
    f"""CREATE TRIGGER forum_board_post_added AFTER INSERT ON forum_conversation_post BEGIN
        {_ADD} WHERE p.id = NEW.id;
    END""",
    f"""CREATE TRIGGER forum_board_post_changed
    AFTER UPDATE OF content, topic_id ON forum_conversation_post BEGIN
        DELETE FROM forum_board_post_fts WHERE rowid = OLD.id;
        {_ADD} WHERE p.id = NEW.id;
    END""",
    """CREATE TRIGGER forum_board_post_removed AFTER DELETE ON forum_conversation_post BEGIN
        DELETE FROM forum_board_post_fts WHERE rowid = OLD.id;
    END""",
    f"""CREATE TRIGGER forum_board_topic_changed
    AFTER UPDATE OF forum_id, subject, first_post_id ON forum_conversation_topic BEGIN
        DELETE FROM forum_board_post_fts
        WHERE rowid IN (SELECT p.id FROM forum_conversation_post p WHERE {_MOVED});
        {_ADD} WHERE {_MOVED};
    END""",
    _ADD,
]
SQLITE_BACK = [
    "DROP TRIGGER forum_board_post_added",
    "DROP TRIGGER forum_board_post_changed",
    "DROP TRIGGER forum_board_post_removed",
    "DROP TRIGGER forum_board_topic_changed",
    "DROP TABLE forum_board_post_fts",
]

_KEEP = f"""
    INSERT INTO forum_board_post_words (post_id, forum_id, words)
    SELECT p.id, t.forum_id, forum_board_words({_WORDS_OF}, t.forum_id) {_FROM}"""
_OR_CHANGE = """
    ON CONFLICT (post_id) DO UPDATE SET forum_id = EXCLUDED.forum_id, words = EXCLUDED.words"""

POSTGRESQL = [
    """CREATE TABLE forum_board_post_words (
        post_id bigint PRIMARY KEY, forum_id bigint NOT NULL, words tsvector NOT NULL)""",
    r"""CREATE FUNCTION forum_board_words(content text, forum bigint) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT array_to_tsvector(array_append(ARRAY(
            SELECT word FROM unnest(string_to_array(regexp_replace(lower(regexp_replace(
                normalize(content, NFKD), '[\u0300-\u036F]+', '', 'g')),
                '[^[:alnum:]]+', ' ', 'g'), ' ')) AS word
            WHERE length(word) BETWEEN 1 AND 40), '#' || forum))
    $$""",
    f"""CREATE FUNCTION forum_board_know_post() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {_KEEP} WHERE p.id = NEW.id {_OR_CHANGE};
        RETURN NULL;
    END $$""",
    """CREATE FUNCTION forum_board_forget_post() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM forum_board_post_words WHERE post_id = OLD.id;
        RETURN NULL;
    END $$""",
    f"""CREATE FUNCTION forum_board_know_topic() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {_KEEP} WHERE {_MOVED} {_OR_CHANGE};
        RETURN NULL;
    END $$""",
    _KEEP,
    "CREATE INDEX forum_board_posts_by_word ON forum_board_post_words"
    " USING gin (words) WITH (fastupdate = off)",
    "CREATE INDEX forum_board_posts_newest ON forum_board_post_words (forum_id, post_id)",
    """CREATE TRIGGER forum_board_post_kept
    AFTER INSERT OR UPDATE OF content, topic_id ON forum_conversation_post
    FOR EACH ROW EXECUTE FUNCTION forum_board_know_post()""",
    """CREATE TRIGGER forum_board_post_removed AFTER DELETE ON forum_conversation_post
    FOR EACH ROW EXECUTE FUNCTION forum_board_forget_post()""",
    """CREATE TRIGGER forum_board_topic_changed
    AFTER UPDATE OF forum_id, subject, first_post_id ON forum_conversation_topic
    FOR EACH ROW EXECUTE FUNCTION forum_board_know_topic()""",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER forum_board_post_kept ON forum_conversation_post",
    "DROP TRIGGER forum_board_post_removed ON forum_conversation_post",
    "DROP TRIGGER forum_board_topic_changed ON forum_conversation_topic",
    "DROP FUNCTION forum_board_know_post()",
    "DROP FUNCTION forum_board_forget_post()",
    "DROP FUNCTION forum_board_know_topic()",
    "DROP TABLE forum_board_post_words",
    "DROP FUNCTION forum_board_words(text, bigint)",
]


def run(sqlite, postgresql):
    def execute(apps, schema_editor):
        is_postgresql = schema_editor.connection.vendor == "postgresql"
        for statement in postgresql if is_postgresql else sqlite:
            schema_editor.execute(statement)

    return execute


class Migration(migrations.Migration):
    dependencies = [
        ("forum_board", "0002_machina_indexes"),
        ("forum_conversation", "0013_auto_20201220_1745"),
    ]

    operations = [
        migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_BACK, POSTGRESQL_BACK)),
    ]
