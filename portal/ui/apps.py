"""The face of the portal: template tags, form renderer, stylesheet and house style."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Template tags and static sources; no models."""

    name = "portal.ui"
    label = "ui"
