"""Pages about who someone is, and allauth's own, at Dutch addresses where people meet them."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBase
from django.urls import include, path
from django.views.generic import RedirectView

from portal.accounts import views
from portal.accounts.drafts.views import drafts
from portal.accounts.mydata.views import my_data
from portal.accounts.profile import views as profile
from portal.accounts.sso import views as sso


def _moved_to(name: str) -> Callable[..., HttpResponseBase]:
    return login_not_required(RedirectView.as_view(pattern_name=name, query_string=True))


# Wagtail's own sign-in pages know no second factor and no limits. They come before Wagtail's URLs.
side_doors = [
    path("_util/login/", _moved_to("account_login")),
    path("beheer/login/", _moved_to("account_login")),
]

urlpatterns = [
    path("account/", views.my_account, name="my_account"),
    path("account/profiel/", profile.profile, name="my_profile"),
    path("account/foto/", profile.photo, name="my_photo"),
    path("account/foto/verwijderen/", profile.remove_photo, name="remove_my_photo"),
    path("account/taal-en-berichten/", profile.choices, name="my_choices"),
    path("account/mijn-gegevens/", my_data, name="my_data"),
    path("concepten/", drafts, name="drafts"),
    path("account/volgende-keer/", views.next_time, name="next_time"),
    path("account/tweede-stap/", views.second_factor, name="second_factor"),
    path("account/login/", _moved_to("account_login")),
    path("account/logout/", _moved_to("account_logout")),
    path("account/2fa/webauthn/add/", views.AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("account/password/set/", views.SetPasswordView.as_view(), name="account_set_password"),
    path("account/sessions/", views.SessionListView.as_view(), name="usersessions_list"),
    path(
        "account/organisatie/", sso.OrganisationAccountView.as_view(), name="organisation_accounts"
    ),
    # allauth's pages, without those on which people sign up or add an account of another site
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("inloggen/organisatie/<slug:provider_id>/", sso.start, name="sso_start"),
    path("inloggen/organisatie/<slug:provider_id>/terug/", sso.callback, name="sso_callback"),
    path("inloggen/koppelen/medewerker/", sso.ConfirmStaffView.as_view(), name="sso_confirm"),
    # last, so that these are the addresses that the names lead to
    path("inloggen/medewerkers/", sso.StaffLoginView.as_view(), name="account_login"),
    path("uitloggen/", views.SignOutView.as_view(), name="account_logout"),
]
