"""Where people learn: ``/leren/…``."""

from django.urls import path

from learning.modules import views

app_name = "modules"

urlpatterns = [
    path("", views.module_list, name="index"),
    path("<slug:module_slug>/", views.module, name="module"),
    path("<slug:module_slug>/<slug:lesson_slug>/", views.lesson, name="lesson"),
    path("<slug:module_slug>/<slug:lesson_slug>/klaar/", views.lesson_done, name="lesson_done"),
    path("<slug:module_slug>/<slug:lesson_slug>/doe/<uuid:block_id>/", views.play, name="play"),
]
