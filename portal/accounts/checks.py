"""Names the setting that would let people in wrongly, or keep everybody out."""

from typing import Any

from django.conf import settings
from django.core import checks

LOCAL_CACHES = ("LocMemCache", "DummyCache", "FileBasedCache")


@checks.register(checks.Tags.security, deploy=True)
def check_client_address(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Limits count attempts per address: behind a proxy, allauth must know whose address that is."""
    header = getattr(settings, "ALLAUTH_TRUSTED_CLIENT_IP_HEADER", None)
    count = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    behind_proxy = bool(settings.SECURE_PROXY_SSL_HEADER)
    if header and count:
        return [
            checks.Error(
                "ALLAUTH_TRUSTED_CLIENT_IP_HEADER and ALLAUTH_TRUSTED_PROXY_COUNT are both set.",
                hint="Use the header if the proxy sets one that clients cannot, else the count.",
                id="accounts.E001",
            )
        ]
    if behind_proxy and not header and count < 1:
        return [
            checks.Error(
                "ALLAUTH_TRUSTED_PROXY_COUNT is missing: everybody would share one address.",
                hint="Set TRUSTED_PROXY_COUNT to the number of proxies before the portal.",
                id="accounts.E002",
            )
        ]
    return []


@checks.register(checks.Tags.security, deploy=True)
def check_shared_cache(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Limits live in the default cache: every worker must see the same one."""
    backend = settings.CACHES["default"]["BACKEND"]
    if backend.endswith(LOCAL_CACHES):
        return [
            checks.Error(
                f"The default cache ({backend}) is not shared by the workers.",
                hint="Set CACHE_URL to redis://… or database://: sign-in limits are kept there.",
                id="accounts.E003",
            )
        ]
    return []
