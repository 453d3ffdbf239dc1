"""Addresses in the CMS, beside those of programmes."""

from django.urls import path

from learning.setup.views import CopyView, MakeTemplateView, ShiftView
from learning.setup.wizard import SUMMARY
from learning.setup.wizard_views import StartView, StepView, SummaryView

app_name = "office_setup"
urlpatterns = [
    path("maken/", StartView.as_view(), name="start"),
    path(f"maken/{SUMMARY}/", SummaryView.as_view(), name="summary"),
    path("maken/<slug:step>/", StepView.as_view(), name="step"),
    path("<int:pk>/kopieren/", CopyView.as_view(), name="copy"),
    path("<int:pk>/sjabloon/", MakeTemplateView.as_view(), name="template"),
    path("<int:pk>/verschuiven/", ShiftView.as_view(), name="shift"),
]
