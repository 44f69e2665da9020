"""What a deployment may be: production starts only with secrets and addresses of its own, and passes Django's own checks."""

from __future__ import annotations

import base64
import os
import secrets
import subprocess
import sys

import pytest
from pydantic import ValidationError

from campus.config import DEMONSTRATION_KEY, ROOT, Config

SECRET = secrets.token_urlsafe(60)
KEY = base64.b64encode(secrets.token_bytes(32)).decode()
GOOD = {
    "mode": "production",
    "secret_key": SECRET,
    "key_encryption_key": KEY,
    "public_url": "https://badges.example.org",
    "email_url": "smtp+tls://laurel:p%40ss@mail.example.org:587",
}


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch):
    for name in os.environ:
        if name.startswith("LAUREL_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="module")
def in_production(tmp_path_factory):
    """Runs a program in a process of its own, configured as production."""
    data = tmp_path_factory.mktemp("production")

    def run(*arguments, **changes):
        chosen = {**GOOD, "data": str(data), **changes}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LAUREL_")}
        environment = {**kept, "DJANGO_SETTINGS_MODULE": "campus.settings"} | {
            f"LAUREL_{name.upper()}": value for name, value in chosen.items()
        }
        command = [sys.executable, *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)

    return run


def test_production_passes_every_check_of_django(in_production):
    checked = in_production("-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert (checked.returncode, checked.stdout) == (0, "System check identified no issues (0 silenced).\n"), checked.stderr


def test_production_has_no_unwritten_migration(in_production):
    checked = in_production("manage.py", "makemigrations", "--check", "--dry-run")

    assert checked.returncode == 0, checked.stdout + checked.stderr


QUESTIONS = """
import django
django.setup()
from django.conf import settings as s
assert not s.DEBUG and not s.DEMO and s.REQUIRE_MFA_TO_ISSUE
assert s.ALLOWED_HOSTS == ["badges.example.org"], s.ALLOWED_HOSTS
assert s.CSRF_TRUSTED_ORIGINS == ["https://badges.example.org"]
assert s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE and s.SESSION_COOKIE_HTTPONLY
assert s.SESSION_COOKIE_NAME.startswith("__Host-") and s.CSRF_COOKIE_NAME.startswith("__Host-")
assert s.SECURE_SSL_REDIRECT and s.SECURE_HSTS_SECONDS >= 31536000
assert not s.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN
assert (s.EMAIL_HOST_USER, s.EMAIL_HOST_PASSWORD, s.EMAIL_USE_TLS) == ("laurel", "p@ss", True)
assert "django.contrib.admin" not in s.INSTALLED_APPS
"""


def test_production_is_closed(in_production):
    asked = in_production("-c", QUESTIONS)

    assert asked.returncode == 0, asked.stderr


def test_refuses_to_start_the_site_half_configured(in_production):
    started = in_production("-c", "import campus.wsgi", secret_key="short-and-told-to-nobody")

    assert started.returncode != 0
    assert "LAUREL_SECRET_KEY" in started.stderr
    assert "short-and-told-to-nobody" not in started.stderr


def test_a_complete_configuration_is_taken():
    assert Config(**GOOD).mode == "production"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("secret_key", ""),
        ("secret_key", "a" * 80),
        ("secret_key", "tooshort"),
        ("key_encryption_key", ""),
        ("key_encryption_key", "not base64!"),
        ("key_encryption_key", base64.b64encode(b"sixteen bytes...").decode()),
        ("key_encryption_key", DEMONSTRATION_KEY),
        ("public_url", "http://badges.example.org"),
        ("public_url", "https://"),
        ("public_url", "https://badges.example.org/somewhere"),
        ("public_url", "https://user@badges.example.org"),
        ("email_url", ""),
        ("mode", "debug"),
    ],
)
def test_refuses_an_unsafe_production(name, value):
    with pytest.raises(ValidationError) as refused:
        Config(**{**GOOD, name: value})

    told = str(refused.value)
    assert f"LAUREL_{name.upper()}" in told or name in told
    assert SECRET not in told
    assert KEY not in told


@pytest.mark.parametrize("mode", ["demo", "test"])
def test_refuses_known_secrets_for_an_address_that_others_reach(mode):
    with pytest.raises(ValidationError, match="everybody knows the secrets"):
        Config(mode=mode, public_url="https://badges.example.org")

    assert Config(mode=mode, public_url="http://localhost:8000")
    assert Config(**{**GOOD, "mode": mode})
