"""Addresses of the home page and of the house style."""

from django.urls import path

from portal.pages import views

urlpatterns = [
    path("", views.home, name="home"),
    path("app.webmanifest", views.manifest, name="manifest"),
    path("huisstijl/<slug:digest>.css", views.theme, name="theme"),
]
