import pytest

pytest_plugins = ["kakao_emulator"]


@pytest.fixture(scope="session")
def kakao_options():
    return ["--redirect-uri", "http://localhost:8000/auth/kakao/callback"]
