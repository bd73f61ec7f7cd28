"""A Django project on a free port, with its database in memory. The caller provides the login library."""

import os
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from django.conf import settings

KAKAO_URL = os.environ["KAKAO_URL"]
KAKAO_KEY = os.environ["KAKAO_KEY"]
KAKAO_SECRET = os.environ["KAKAO_SECRET"]


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


def configure(apps=(), middleware=(), **more):
    """Sets up Django. After that, models and views can be imported."""
    settings.configure(
        SECRET_KEY="a-secret-of-the-test",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="__main__",
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "django.contrib.messages",
            *apps,
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            *middleware,
        ],
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
            }
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        **more,
    )
    django.setup()


def serve():
    """Creates the tables and serves until the process ends."""
    from django.apps import apps
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    # Create tables directly from the models. A new database needs no migrations.
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=_Quiet)
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.exit()
