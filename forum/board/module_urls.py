"""From a module to its topic: ``/forum/module/…``."""

from django.urls import path

from forum.board.views import topics

app_name = "forum_board"

urlpatterns = [path("<slug:module_slug>/", topics.module_topic, name="module")]
