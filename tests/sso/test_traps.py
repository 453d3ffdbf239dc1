"""What must not let anybody in: forged, foreign, replayed and planted answers."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.provider import OrganisationAdapter
from portal.settings import sso
from tests.sso.conftest import answer, come_back, is_signed_in, leave, sign_in
from tests.sso.provider import entry, running_provider

pytestmark = pytest.mark.django_db
Forge = Callable[..., None]


@pytest.fixture
def known(anna: User) -> User:
    """Anna linked her account before."""
    SocialAccount.objects.create(user=anna, provider="veldermeer", uid="subject-1")
    return anna


@pytest.fixture
def forge(monkeypatch: pytest.MonkeyPatch) -> Forge:
    """Let the provider answer with other claims, or leave some out."""

    def change(**claims: Any) -> None:
        real = OrganisationAdapter.get_access_token_data

        def forged(self: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
            data: dict[str, Any] = real(self, *args, **kwargs)
            said = jwt.decode(data["id_token"], options={"verify_signature": False}) | claims
            said = {key: value for key, value in said.items() if value is not None}
            return data | {"id_token": jwt.encode(said, "k" * 32, algorithm="HS256")}

        monkeypatch.setattr(OrganisationAdapter, "get_access_token_data", forged)

    return change


def asked(address: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}


def test_the_honest_answer_lets_in(known: User) -> None:
    client = Client()
    sign_in(client)
    assert client.session["_auth_user_id"] == str(known.pk)


class TestTheQuestion:
    def test_has_pkce_a_state_and_a_nonce(self, client: Client) -> None:
        said = asked(leave(client))
        assert said["code_challenge_method"] == "S256"
        assert len(said["code_challenge"]) == 43
        assert len(said["state"]) >= 16
        assert len(said["nonce"]) >= 32
        assert said["redirect_uri"].endswith("/inloggen/organisatie/veldermeer/terug/")
        assert said["response_type"] == "code"

    def test_the_secret_half_of_pkce_is_sent_for_the_token(
        self, known: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sent: list[Any] = []
        real = requests.Session.request

        def listen(self: Any, method: str, url: str, **kwargs: Any) -> Any:
            sent.append(kwargs.get("data"))
            return real(self, method, url, **kwargs)

        monkeypatch.setattr(requests.Session, "request", listen)
        client = Client()
        sign_in(client)
        assert any(data and len(data.get("code_verifier", "")) >= 43 for data in sent)

    def test_a_link_asks_nothing(self, client: Client) -> None:
        response = client.get(reverse("sso_start", args=["veldermeer"]))
        assert response.url == reverse("account_login")
        assert "socialaccount_states" not in client.session

    def test_another_site_cannot_let_someone_ask(self) -> None:
        response = Client(enforce_csrf_checks=True).post(reverse("sso_start", args=["veldermeer"]))
        assert response.status_code == 403

    def test_never_leads_away_from_the_portal(self, known: User) -> None:
        assert sign_in(Client(), next="https://elsewhere.example/").url == "/"

    def test_the_page_on_the_way_needs_no_wider_policy(self, client: Client) -> None:
        response = client.post(reverse("sso_start", args=["veldermeer"]))
        assert "form-action 'self';" in response.headers["Content-Security-Policy"] + ";"
        assert "no-store" in response.headers["Cache-Control"]


class TestTheAnswer:
    def test_of_another_browser_is_none(self, known: User) -> None:
        """Login CSRF: someone is lured to the end of an attacker's own sign-in."""
        location = answer(leave(Client()), "subject-1")
        victim = Client()
        assert come_back(victim, location).status_code == 403
        assert not is_signed_in(victim)

    def test_counts_once(self, known: User) -> None:
        client = Client()
        location = answer(leave(client), "subject-1")
        come_back(client, location)
        client.post(reverse("account_logout"))
        assert come_back(client, location).status_code == 403
        assert not is_signed_in(client)

    def test_to_another_question_is_none(self, known: User, forge: Forge) -> None:
        for nonce in ("of-another-question", "", None):
            forge(nonce=nonce)
            client = Client()
            assert sign_in(client).status_code == 403
            assert not is_signed_in(client)

    @pytest.mark.parametrize(
        "claims",
        [
            {"iss": "https://another.example"},
            {"iss": None},
            {"aud": "another-portal"},
            {"exp": 1_000_000_000},
            {"sub": None},
        ],
        ids=["issuer", "no issuer", "audience", "expired", "nobody"],
    )
    def test_must_be_this_issuers_for_us_and_now(
        self, known: User, forge: Forge, claims: dict[str, Any]
    ) -> None:
        forge(**claims)
        client = Client()
        assert sign_in(client).status_code == 403
        assert not is_signed_in(client)
        assert "unlinked_identity" not in client.session

    def test_needs_a_token_that_says_who(
        self, known: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = OrganisationAdapter.get_access_token_data

        def without(self: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
            return real(self, *args, **kwargs) | {"id_token": ""}

        monkeypatch.setattr(OrganisationAdapter, "get_access_token_data", without)
        client = Client()
        assert sign_in(client).status_code == 403
        assert not is_signed_in(client)

    def test_that_names_another_issuer_is_none(self, known: User) -> None:
        client = Client()
        location = answer(leave(client), "subject-1") + "&iss=https%3A%2F%2Fanother.example"
        assert come_back(client, location).status_code == 403
        assert not is_signed_in(client)

    def test_of_someone_who_stopped_is_told_plainly(self, client: Client) -> None:
        state = asked(leave(client))["state"]
        address = reverse("sso_callback", args=["veldermeer"])
        response = client.get(address, {"error": "access_denied", "state": state})
        assert response.status_code == 403
        assert "Gemeente Veldermeer" in response.text


class TestTwoProviders:
    @pytest.fixture
    def second(self, configure: Callable[..., None], issuer: str) -> Any:
        other = {"sub": "subject-1", "preferred_username": "mallory@elders.example"}
        with running_provider((other,)) as address:
            elsewhere = entry(address, id="elders", name="Elders", organisation="elders")
            configure(entry(issuer), elsewhere)
            yield address

    def test_a_subject_is_known_at_its_own_issuer_only(self, known: User, second: str) -> None:
        client = Client()
        location = answer(leave(client, "elders"), "subject-1")
        assert come_back(client, location).url == reverse("sso_link")
        assert not is_signed_in(client)

    def test_an_answer_of_one_is_none_at_the_other(self, known: User, second: str) -> None:
        """Mix-up: the code of one provider is brought to the address of the other."""
        client = Client()
        location = answer(leave(client, "elders"), "subject-1")
        mixed = location.replace("/elders/", "/veldermeer/")
        assert come_back(client, mixed).status_code == 403
        assert not is_signed_in(client)


class TestAddresses:
    def test_the_same_e_mail_address_is_not_the_same_person(
        self, anna: User, configure: Callable[..., None]
    ) -> None:
        """The provider says that an unknown subject has, verified, Anna's address."""
        anna.email = "anna@example.nl"
        anna.save()
        anna.emailaddress_set.create(email="anna@example.nl", verified=True, primary=True)
        claims = {"sub": "mallory", "email": "anna@example.nl", "email_verified": True}
        with running_provider((claims,)) as address:
            configure(entry(address))
            client = Client()
            assert sign_in(client, "mallory").url == reverse("sso_link")
            assert not is_signed_in(client)

    def test_nobody_signs_up(self, client: Client) -> None:
        people = User.objects.count()
        sign_in(client, "somebody-new")
        assert client.get("/account/3rdparty/signup/").status_code in {302, 404}
        client.post("/account/3rdparty/signup/", {"username": "mallory"})
        assert User.objects.count() == people


def test_a_row_in_the_database_lets_nobody_in(client: Client, issuer: str) -> None:
    SocialApp.objects.create(
        provider="openid_connect",
        provider_id="planted",
        name="Planted",
        client_id="x",
        settings={"server_url": issuer},
    )
    assert client.post(reverse("sso_start", args=["planted"])).status_code == 404
    assert client.get(reverse("sso_callback", args=["planted"])).status_code == 404


def test_a_provider_that_is_away_is_told_plainly(
    client: Client, configure: Callable[..., None]
) -> None:
    configure(issuer="http://127.0.0.1:9")
    response = client.post(reverse("sso_start", args=["veldermeer"]))
    assert response.status_code == 403
    assert "Gemeente Veldermeer" in response.text


def test_a_configuration_of_another_issuer_is_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch, issuer: str
) -> None:
    published = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=10).json()
    published["issuer"] = "https://another.example"
    of_allauth = OrganisationAdapter.__mro__[1]
    monkeypatch.setattr(of_allauth, "openid_config", property(lambda self: published))
    response = client.post(reverse("sso_start", args=["veldermeer"]))
    assert response.status_code == 403


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"issuer": "http://idp.example"}, "https"),
        ({"issuer": "https://login.microsoftonline.com/common/v2.0"}, "one organisation"),
        ({"issuer": ""}, "issuer is missing"),
        ({"client_secret": ""}, "client_secret is missing"),
        ({"colour": "red"}, "colour is unknown"),
        ({"for": ["everybody"]}, "for is"),
        ({"enforces_mfa": "yes"}, "enforces_mfa"),
        ({"id": "a/b"}, "letters, digits"),
    ],
)
def test_nonsense_in_the_settings_is_refused_without_the_secret(
    changes: dict[str, Any], complaint: str
) -> None:
    given = entry("https://idp.example") | changes
    with pytest.raises(ImproperlyConfigured, match=complaint) as refusal:
        sso.apps(json.dumps([given]))
    assert "secret-of-the-portal" not in str(refusal.value)


@pytest.mark.parametrize("text", ["{", "{}", "[1]"])
def test_what_is_no_list_of_objects_is_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="OIDC_PROVIDERS"):
        sso.apps(text)


def test_an_id_is_given_once() -> None:
    twice = [entry("https://idp.example"), entry("https://other.example")]
    with pytest.raises(ImproperlyConfigured, match="same id"):
        sso.apps(json.dumps(twice))
