"""What a deployment decides, read once from the environment (prefix `LAUREL_`), frozen, loud when wrong."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]
DEMONSTRATION_KEY = base64.b64encode(b"demonstration only 32 byte key!!").decode()


class Config(BaseSettings):
    """One value per decision. `demo` is for a single machine; `production` refuses every unsafe default."""

    model_config = SettingsConfigDict(env_prefix="LAUREL_", frozen=True, extra="ignore", hide_input_in_errors=True)

    mode: Literal["demo", "test", "production"] = "test"
    data: Path = Field(default=ROOT / ".demo", description="folder of the database, mail and uploads")
    database_url: str = Field(default="", description="empty: SQLite in `data`")
    secret_key: SecretStr = SecretStr("")
    key_encryption_key: SecretStr = Field(default=SecretStr(""), description="32 bytes as base64: seals signing keys at rest")
    public_url: str = Field(
        default="http://localhost:8000", description="where people and verifiers reach this site, no slash at the end"
    )
    email_url: str = Field(
        default="",
        description="smtp+tls:// or smtps://user:pass@host:port; empty: files under `data`/mail, never in production",
    )
    email_from: str = "Laurel <no-reply@localhost>"
    require_mfa_to_issue: bool = True
    open_to_organisations: bool = Field(
        default=False, description="anybody may add an organisation; operators vouch for it afterwards"
    )
    trusted_proxy: bool = False
    test_door: bool = Field(default=False, description="the VC-API for test suites, without log-in: never in production")
    test_door_contexts: dict[str, Path] = Field(
        default_factory=dict, description="JSON-LD contexts that the test door knows: address to file, as JSON"
    )
    upload_limit: int = Field(default=20 * 1024 * 1024, description="largest accepted upload, bytes")

    @model_validator(mode="after")
    def _is_safe(self) -> Config:
        faults = _faults_of_production(self) if self.mode == "production" else _faults_elsewhere(self)
        if faults:
            raise ValueError("; ".join(faults))
        return self


@cache
def config() -> Config:
    """The one configuration of this process."""
    return Config()


def _faults_of_production(chosen: Config) -> list[str]:
    address = urlsplit(chosen.public_url)
    bare = address.scheme == "https" and address.hostname and f"https://{address.netloc}" == chosen.public_url.rstrip("/")
    secret, sealing = chosen.secret_key.get_secret_value(), chosen.key_encryption_key.get_secret_value()
    checks = (
        (
            bool(bare) and "@" not in address.netloc,
            "production needs an https LAUREL_PUBLIC_URL: a host name and nothing after it",
        ),
        (len(secret) >= 50 and len(set(secret)) >= 5, "production needs LAUREL_SECRET_KEY: 50 random characters or more"),
        (
            _is_key(sealing) and sealing != DEMONSTRATION_KEY,
            "production needs LAUREL_KEY_ENCRYPTION_KEY: 32 random bytes as base64",
        ),
        (not chosen.test_door, "the test door signs for anybody: production refuses LAUREL_TEST_DOOR"),
        (
            urlsplit(chosen.email_url).hostname,
            "production needs LAUREL_EMAIL_URL: messages with people's links must not lie in files",
        ),
    )
    return [fault for fine, fault in checks if not fine]


def _faults_elsewhere(chosen: Config) -> list[str]:
    host = urlsplit(chosen.public_url).hostname or ""
    own = chosen.secret_key.get_secret_value() and chosen.key_encryption_key.get_secret_value()
    if own or host in ("localhost", "127.0.0.1", "::1") or host.endswith(".localhost"):
        return []
    return ["everybody knows the secrets of demonstrations and tests: set your own, and LAUREL_MODE=production for the public"]


def _is_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == 32
    except ValueError:
        return False
