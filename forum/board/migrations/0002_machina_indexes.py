"""Indexes that machina's tables lack: without them a list costs more the more posts there are.

Keep this migration by itself when others are squashed: its SQL is in no model. On SQLite a later
migration of machina that remakes a table would drop them; ``tests/forum/test_engine.py`` looks.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("forum_board", "0001_initial"),
        ("forum_conversation", "0013_auto_20201220_1745"),
        ("forum_polls", "0002_auto_20151105_0029"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX forum_board_topics_of_a_forum"
            " ON forum_conversation_topic (forum_id, type, last_post_on, id)",
            "DROP INDEX forum_board_topics_of_a_forum",
        ),
        migrations.RunSQL(
            "CREATE INDEX forum_board_posts_of_a_topic ON forum_conversation_post (topic_id, id)",
            "DROP INDEX forum_board_posts_of_a_topic",
        ),
        migrations.RunSQL(
            "CREATE UNIQUE INDEX forum_board_vote_once"
            " ON forum_polls_topicpollvote (poll_option_id, voter_id) WHERE voter_id IS NOT NULL",
            "DROP INDEX forum_board_vote_once",
        ),
    ]
