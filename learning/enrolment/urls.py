"""Addresses of the code entry: the first page of the portal."""

from django.urls import path

from learning.enrolment import views
from learning.enrolment.linking import LinkView
from learning.enrolment.people import views as people

urlpatterns = [
    path("inloggen/", views.CodeLoginView.as_view(), name="code_login"),
    path("inloggen/bevestigen/", views.ConfirmCodeView.as_view(), name="code_reauthenticate"),
    path("inloggen/koppelen/", LinkView.as_view(), name="sso_link"),
    path("groep/", people.group, name="group"),
    path("foto/<slug:key>.webp", people.photo, name="photo"),
    path("account/wat-anderen-zien/", people.as_others_see_me, name="as_others_see_me"),
]
