"""Addresses of the code entry, the first page of the portal, of invitations, and of the
screen in the training room."""

from django.urls import path

from learning.enrolment import views
from learning.enrolment.inviting import views as inviting
from learning.enrolment.kickoff import views as kickoff
from learning.enrolment.linking import LinkView
from learning.enrolment.log.views import who_looked
from learning.enrolment.people import views as people

urlpatterns = [
    path("inloggen/", views.CodeLoginView.as_view(), name="code_login"),
    path("inloggen/bevestigen/", views.ConfirmCodeView.as_view(), name="code_reauthenticate"),
    path("inloggen/koppelen/", LinkView.as_view(), name="sso_link"),
    path("account/wie-keek/", who_looked, name="who_looked"),
    path("groep/", people.group, name="group"),
    path("foto/<slug:key>.webp", people.photo, name="photo"),
    path("account/wat-anderen-zien/", people.as_others_see_me, name="as_others_see_me"),
    path("aftrap/<slug:slug>/", kickoff.screen, name="kickoff"),
    path("aftrap/<slug:slug>/stand/", kickoff.count, name="kickoff_count"),
    path("aftrap/<slug:slug>/groep/<int:cohort_pk>/", kickoff.screen, name="kickoff_of_group"),
    path(
        "aftrap/<slug:slug>/groep/<int:cohort_pk>/stand/",
        kickoff.count,
        name="kickoff_count_of_group",
    ),
    path("uitnodiging/", inviting.InvitationView.as_view(), name="invitation"),
]
