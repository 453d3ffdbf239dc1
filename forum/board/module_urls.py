"""From a module to its topic, and from a question in a lesson to a new one: ``/forum/module/…``."""

from django.urls import path

from forum.board.views import posts, topics

app_name = "forum_board"

urlpatterns = [
    path("les/<int:lesson_id>/<uuid:block_id>/", posts.start_from_lesson, name="prompt"),
    path("<slug:module_slug>/", topics.module_topic, name="module"),
]
