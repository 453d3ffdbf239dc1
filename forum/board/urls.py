"""Where people talk: ``/forum/…``. None of machina's own addresses is among these.

A topic's address names no space: its space is looked up, so the two can never disagree.
"""

from django.urls import path

from forum.board.views import files, moderation, posts, spaces, topics

app_name = "forum"

urlpatterns = [
    path("", spaces.index, name="index"),
    path("gelezen/", spaces.mark_all_read, name="mark_all_read"),
    path("bijlage/<slug:key>/", files.attachment, name="attachment"),
    path("onderwerp/<int:topic_id>/", topics.topic, name="topic"),
    path("onderwerp/<int:topic_id>/reageren/", posts.reply, name="reply"),
    path("onderwerp/<int:topic_id>/stemmen/", topics.vote, name="vote"),
    path("onderwerp/<int:topic_id>/sluiten/", moderation.lock, name="lock"),
    path("onderwerp/<int:topic_id>/openen/", moderation.unlock, name="unlock"),
    path("onderwerp/<int:topic_id>/vastzetten/", moderation.pin, name="pin"),
    path("onderwerp/<int:topic_id>/losmaken/", moderation.unpin, name="unpin"),
    path("onderwerp/<int:topic_id>/verplaatsen/", moderation.move, name="move"),
    path("bericht/<int:post_id>/", topics.post, name="post"),
    path("bericht/<int:post_id>/bewerken/", posts.edit, name="edit"),
    path("bericht/<int:post_id>/verwijderen/", posts.delete, name="delete"),
    path("<slug:slug>-<int:pk>/", spaces.space, name="space"),
    path("<slug:slug>-<int:pk>/nieuw/", posts.start, name="start"),
    path("<slug:slug>-<int:pk>/gelezen/", spaces.mark_read, name="mark_read"),
    path("<slug:slug>-<int:pk>/trainers/", spaces.guests, name="guests"),
]
