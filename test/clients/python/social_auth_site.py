"""social-auth-core with its Kakao backend, in Django."""

from django.http import JsonResponse
from django.urls import include, path
from social_core.backends.kakao import KakaoOAuth2

import django_site


class EmulatedKakao(KakaoOAuth2):
    AUTHORIZATION_URL = f"{django_site.KAKAO_URL}/oauth/authorize"
    ACCESS_TOKEN_URL = f"{django_site.KAKAO_URL}/oauth/token"

    def request(self, url, *args, **kwargs):
        # The URL of the user information is a constant in a method of the backend.
        return super().request(url.replace("https://kapi.kakao.com", django_site.KAKAO_URL), *args, **kwargs)


django_site.configure(
    apps=["social_django"],
    middleware=["social_django.middleware.SocialAuthExceptionMiddleware"],
    AUTHENTICATION_BACKENDS=[f"{__name__}.EmulatedKakao"],
    SOCIAL_AUTH_KAKAO_KEY=django_site.KAKAO_KEY,
    SOCIAL_AUTH_KAKAO_SECRET=django_site.KAKAO_SECRET,
    # By default, the backend does not keep the refresh token.
    SOCIAL_AUTH_KAKAO_EXTRA_DATA=["refresh_token"],
    SOCIAL_AUTH_LOGIN_REDIRECT_URL="/me",
    SOCIAL_AUTH_LOGIN_ERROR_URL="/refused",
)


def me(request):
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    from social_django.utils import load_strategy

    account = request.user.social_auth.get()
    account.refresh_token(load_strategy(request))
    # The backend stores the first letter of a nickname as the family name.
    nickname = request.user.last_name + request.user.first_name
    return JsonResponse({"id": account.uid, "nickname": nickname, "email": request.user.email})


def refused(request):
    from django.contrib import messages

    return JsonResponse({"messages": [str(message) for message in messages.get_messages(request)]}, status=401)


urlpatterns = [path("me", me), path("refused", refused), path("", include("social_django.urls"))]

if __name__ == "__main__":
    django_site.serve()
