"""One's own words, and what others share: ``/logboek/…``."""

from django.urls import path

from learning.modules.logbook import views
from learning.modules.sharing import views as sharing

app_name = "logbook"

urlpatterns = [
    path("", views.logbook, name="index"),
    path("afdrukken/", views.take_along, {"form": "afdrukken"}, name="print"),
    path("logboek.html", views.take_along, {"form": "html"}, name="as_html"),
    path("logboek.md", views.take_along, {"form": "md"}, name="as_markdown"),
    path("gedeeld/", sharing.shared_with_me, name="shared_with_me"),
    path("gedeeld/<int:pk>/", sharing.shared, name="shared"),
    path("vraag/<int:pk>/", views.nudge, name="nudge"),
    path("<int:pk>/", views.entry, name="entry"),
    path("<int:pk>/delen/", sharing.share, name="share"),
    path("<int:pk>/weggooien/", views.throw_away, name="throw_away"),
]
