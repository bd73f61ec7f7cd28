"""pytest fixtures for the Kakao emulator. Needs Node 20.19 or later, and nothing but Python's standard library.

Copy this file beside your tests and load it in ``conftest.py``::

    pytest_plugins = ["kakao_emulator"]

    @pytest.fixture(scope="session")
    def kakao_options():
        return ["--redirect-uri", "http://localhost:8000/auth/kakao/callback"]

    # test_login.py
    def test_a_user_logs_in(kakao, client):
        login = kakao.sign_in("moonlight@example.com", state="xyz")
        response = client.get(login["callbackUrl"])

``KAKAO_EMULATOR`` is the command that starts it, ``npx kakao-emulator`` by default.
"""

import json
import os
import shlex
import subprocess
import urllib.request
from typing import Any, Dict, List, Optional

import pytest


class KakaoEmulator:
    """A running emulator. Give ``url`` to your code where it names Kakao's hosts."""

    def __init__(self, url: str) -> None:
        self.url = url

    def control(self, method: str, path: str, body: Optional[Dict[str, Any]] = None) -> Any:
        """Calls the control API: ``kakao.control("POST", "/clock", {"advance": {"hours": 6}})``."""
        request = urllib.request.Request(
            f"{self.url}/_emulator{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={} if body is None else {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            text = response.read()
        return json.loads(text) if text else None

    @property
    def apps(self) -> List[Dict[str, Any]]:
        """The apps with their keys, redirect URIs and settings."""
        return self.control("GET", "/")["apps"]

    @property
    def app(self) -> Dict[str, Any]:
        """The first app."""
        return self.apps[0]

    @property
    def people(self) -> List[Dict[str, Any]]:
        """The people who can log in."""
        return self.control("GET", "/")["people"]

    def sign_in(self, person: str, **options: Any) -> Dict[str, Any]:
        """Logs a person in without a browser; returns ``code``, ``redirectUri``, ``state`` and ``callbackUrl``.

        ``options`` are those of ``signIn``: ``redirectUri``, ``scope``, ``state``, ``nonce``, ``authorizeUrl`` …
        """
        return self.control("POST", "/sign-in", {"person": person, **options})

    def issue_tokens(self, person: str, **options: Any) -> Dict[str, Any]:
        """Logs a person in and returns Kakao's token response."""
        return self.control("POST", "/tokens", {"person": person, **options})

    def advance(self, **span: int) -> None:
        """Moves the emulator's clock: ``kakao.advance(hours=6)``."""
        self.control("POST", "/clock", {"advance": span})

    def reset(self) -> None:
        """Forgets everything that happened since the start."""
        self.control("POST", "/reset")


@pytest.fixture(scope="session")
def kakao_options() -> List[str]:
    """Further options of the command; override it."""
    return []


@pytest.fixture(scope="session")
def kakao_server(kakao_options: List[str]) -> Any:
    """The emulator of this test run, on a free port."""
    command = shlex.split(os.environ.get("KAKAO_EMULATOR", "npx kakao-emulator"))
    process = subprocess.Popen([*command, "--port", "0", *kakao_options], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        if not first.startswith("Kakao emulator on "):
            pytest.fail(f"The Kakao emulator did not start (exit code {process.wait()}); its message is above.")
        yield KakaoEmulator(first.split()[-1])
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture
def kakao(kakao_server: KakaoEmulator) -> Any:
    """The emulator; after the test it is as it was at the start."""
    yield kakao_server
    kakao_server.reset()
