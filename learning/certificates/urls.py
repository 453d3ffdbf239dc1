"""One's own certificates, and the address that is printed on each."""

from django.urls import path

from learning.certificates import views

urlpatterns = [
    path("account/bewijs/", views.my_certificates, name="my_certificates"),
    path("account/bewijs/<int:enrolment_pk>/vragen/", views.ask, name="ask_certificate"),
    path("account/bewijs/<int:enrolment_pk>/bewijs.pdf", views.own_paper, name="own_certificate"),
    path("bewijs/<str:code>/", views.check, name="certificate"),
]
