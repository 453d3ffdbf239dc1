"""An OpenID Connect provider in a process of its own, on loopback: not ours, and not a stand-in."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

WITHOUT_MFA = {"sub": "subject-1", "preferred_username": "a.aalbers@veldermeer.example"}
WITH_MFA = {
    "sub": "subject-2",
    "preferred_username": "d.trainer@veldermeer.example",
    "amr": ["mfa"],
}


@contextmanager
def running_provider(people: tuple[dict[str, Any], ...] = (WITHOUT_MFA, WITH_MFA)) -> Iterator[str]:
    """Start it, and give its issuer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    claims = [part for one in people for part in ("--user-claims", json.dumps(one))]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce"]
    process = subprocess.Popen([*command, "true", *claims], stderr=subprocess.DEVNULL)
    issuer = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{issuer}/.well-known/openid-configuration", process)
        yield issuer
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - loopback
            return
        except (urllib.error.URLError, ConnectionError):
            if process.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError("The provider did not start.")


def entry(issuer: str, **other: Any) -> dict[str, Any]:
    """What OIDC_PROVIDERS says of this provider."""
    return {
        "id": "veldermeer",
        "name": "Gemeente Veldermeer",
        "organisation": "veldermeer",
        "issuer": issuer,
        "client_id": "portal",
        "client_secret": "secret-of-the-portal",
    } | other
