"""Addresses of the code entry: the first page of the portal."""

from django.urls import path

from learning.enrolment import views

urlpatterns = [
    path("inloggen/", views.CodeLoginView.as_view(), name="code_login"),
    path("inloggen/bevestigen/", views.ConfirmCodeView.as_view(), name="code_reauthenticate"),
]
