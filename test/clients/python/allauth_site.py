"""django-allauth with its Kakao provider."""

from django.http import JsonResponse
from django.urls import include, path

import django_site

django_site.configure(
    apps=[
        "django.contrib.sites",
        "allauth",
        "allauth.account",
        "allauth.socialaccount",
        "allauth.socialaccount.providers.kakao",
    ],
    AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
    SITE_ID=1,
    LOGIN_REDIRECT_URL="/me",
    ACCOUNT_EMAIL_VERIFICATION="none",
    SOCIALACCOUNT_LOGIN_ON_GET=True,
    SOCIALACCOUNT_PROVIDERS={
        "kakao": {"APP": {"client_id": django_site.KAKAO_KEY, "secret": django_site.KAKAO_SECRET, "key": ""}},
    },
)

from allauth.socialaccount.models import SocialAccount  # noqa: E402
from allauth.socialaccount.providers.kakao.views import KakaoOAuth2Adapter  # noqa: E402

KakaoOAuth2Adapter.authorize_url = f"{django_site.KAKAO_URL}/oauth/authorize"
KakaoOAuth2Adapter.access_token_url = f"{django_site.KAKAO_URL}/oauth/token"
KakaoOAuth2Adapter.profile_url = f"{django_site.KAKAO_URL}/v2/user/me"


def me(request):
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    account = SocialAccount.objects.get(user=request.user)
    return JsonResponse({"id": account.uid, "nickname": str(account.get_provider_account()), "email": request.user.email})


urlpatterns = [path("me", me), path("", include("allauth.urls"))]

if __name__ == "__main__":
    django_site.serve()
