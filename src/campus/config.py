"""What a deployment decides, read once from the environment (prefix `LAUREL_`), frozen, loud when wrong."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]


class Config(BaseSettings):
    """One value per decision. `demo` is for a single machine; `production` refuses every unsafe default."""

    model_config = SettingsConfigDict(env_prefix="LAUREL_", frozen=True, extra="ignore")

    mode: Literal["demo", "test", "production"] = "test"
    data: Path = Field(default=ROOT / ".demo", description="folder of the database, mail and uploads")
    database_url: str = Field(default="", description="empty: SQLite in `data`")
    secret_key: SecretStr = SecretStr("")
    key_encryption_key: SecretStr = Field(default=SecretStr(""), description="32 bytes as base64: seals signing keys at rest")
    public_url: str = Field(
        default="http://localhost:8000", description="where people and verifiers reach this site, no slash at the end"
    )
    email_url: str = Field(default="", description="smtp://user:pass@host:port; empty: files under `data`/mail")
    email_from: str = "Laurel <no-reply@localhost>"
    require_mfa_to_issue: bool = True
    trusted_proxy: bool = False
    upload_limit: int = Field(default=20 * 1024 * 1024, description="largest accepted upload, bytes")

    @model_validator(mode="after")
    def _production_is_strict(self) -> Config:
        if self.mode == "production":
            missing = [name for name in ("secret_key", "key_encryption_key") if not getattr(self, name).get_secret_value()]
            if missing:
                names = ", ".join(f"LAUREL_{name.upper()}" for name in missing)
                raise ValueError(f"production needs {names}")
            if not self.public_url.startswith("https://"):
                raise ValueError("production needs an https LAUREL_PUBLIC_URL")
        return self


@cache
def config() -> Config:
    """The one configuration of this process."""
    return Config()
