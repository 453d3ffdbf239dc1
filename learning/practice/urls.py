"""Practice cases: ``/praktijk/…``."""

from django.urls import path

from learning.practice.views import readers, reading, training, writing

app_name = "practice"

urlpatterns = [
    path("", writing.case_list, name="index"),
    path("gestuurd/", training.sent_to_me, name="sent"),
    path("nieuw/<int:programme_id>/", writing.new_case, name="new"),
    path("<int:pk>/", reading.show_case, name="case"),
    path("<int:pk>/bewerken/", writing.edit_case, name="edit"),
    path("<int:pk>/versie/<int:number>/", reading.show_version, name="version"),
    path("<int:pk>/sturen/", readers.send, name="send"),
    path("<int:pk>/delen/", readers.share, name="share"),
    path("<int:pk>/terugnemen/", readers.take_back, name="take_back"),
    path("<int:pk>/terugkijken/", writing.look_back, name="look_back"),
    path("<int:pk>/weggooien/", writing.throw_away, name="throw_away"),
    path("<int:pk>/versie/<int:number>/accepteren/", training.accept, name="accept"),
    path("<int:pk>/versie/<int:number>/vragen/", training.ask_back, name="ask_back"),
    path("<int:pk>/gespeeld/", training.played, name="played"),
]
