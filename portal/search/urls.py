"""Where people look for something: ``/zoeken/``."""

from django.urls import path

from portal.search import views

app_name = "search"

urlpatterns = [
    path("", views.results, name="results"),
    path("titels/", views.titles, name="titles"),
]
