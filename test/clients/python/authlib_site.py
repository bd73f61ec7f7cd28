"""Authlib's Django client as an OpenID Connect client that is given only the URL of the discovery document."""

from authlib.integrations.django_client import OAuth, OAuthError
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import path

import django_site

django_site.configure()

oauth = OAuth()
oauth.register(
    "kakao",
    client_id=django_site.KAKAO_KEY,
    client_secret=django_site.KAKAO_SECRET,
    server_metadata_url=f"{django_site.KAKAO_URL}/.well-known/openid-configuration",
    client_kwargs={
        "scope": "openid profile_nickname account_email",
        "token_endpoint_auth_method": "client_secret_post",
        "code_challenge_method": "S256",
    },
)


def login(request):
    return oauth.kakao.authorize_redirect(request, request.build_absolute_uri("/callback"))


def callback(request):
    try:
        token = oauth.kakao.authorize_access_token(request)
    except OAuthError as error:
        return JsonResponse({"refused": error.error}, status=401)
    # Authlib refreshes an expired token before it uses it.
    info = oauth.kakao.userinfo(token={**token, "expires_at": 1})
    request.session["me"] = {
        "id": token["userinfo"]["sub"],
        "nickname": token["userinfo"]["nickname"],
        "email": info["email"],
    }
    return redirect("/me")


def me(request):
    user = request.session.get("me")
    return JsonResponse(user or {}, status=200 if user else 401)


urlpatterns = [path("login", login), path("callback", callback), path("me", me)]

if __name__ == "__main__":
    django_site.serve()
