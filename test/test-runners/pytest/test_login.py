import json
import urllib.error
import urllib.parse
import urllib.request

REDIRECT_URI = "http://localhost:8000/auth/kakao/callback"


def exchange(kakao, code):
    form = {
        "grant_type": "authorization_code",
        "client_id": kakao.app["restApiKey"],
        "client_secret": kakao.app["clientSecret"],
        "redirect_uri": REDIRECT_URI,
        "code": code,
    }
    body = urllib.parse.urlencode(form).encode()
    with urllib.request.urlopen(f"{kakao.url}/oauth/token", body, timeout=30) as response:
        return json.load(response)


def nickname(kakao, access_token):
    request = urllib.request.Request(f"{kakao.url}/v2/user/me", headers={"Authorization": f"Bearer {access_token}"})
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)["kakao_account"]["profile"]["nickname"]


def test_a_user_logs_in(kakao):
    login = kakao.sign_in("moonlight@example.com", redirectUri=REDIRECT_URI, state="xyz")
    assert login["callbackUrl"].startswith(REDIRECT_URI) and login["state"] == "xyz"
    assert nickname(kakao, exchange(kakao, login["code"])["access_token"]) == "달빛"


def test_tokens_expire_when_the_clock_moves(kakao):
    token = kakao.issue_tokens("moonlight@example.com")["access_token"]
    assert nickname(kakao, token) == "달빛"
    kakao.advance(hours=7)
    try:
        nickname(kakao, token)
    except urllib.error.HTTPError as error:
        assert error.code == 401 and json.load(error)["code"] == -401
    else:
        raise AssertionError("The token should have expired")


def test_the_previous_test_has_no_effect(kakao):
    assert kakao.control("GET", "/requests") in ([], {"requests": []})
    assert len(kakao.people) > 1
