"""Addresses of the home page, of how a cohort is doing, and of the house style."""

from django.urls import path

from portal.pages import views

urlpatterns = [
    path("", views.home, name="home"),
    path("app.webmanifest", views.manifest, name="manifest"),
    path("groep/van/<slug:slug>/", views.cohorts, name="cohorts"),
    path("groep/<int:cohort_pk>/", views.cohort, name="cohort"),
    path("huisstijl/<slug:digest>.css", views.theme, name="theme"),
]
