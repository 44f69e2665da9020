"""Mail into a folder instead of to people, for the demonstration: one .eml file a message."""

from __future__ import annotations

import email
import itertools
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage as ParsedMessage
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

_count = itertools.count()


class MailFolder(BaseEmailBackend):
    """Django's e-mail backend that keeps messages in settings.EMAIL_FILE_PATH."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{os.getpid()}-{secrets.token_hex(4)}-{next(_count):08d}"
            unfinished = folder / f"{name}.part"
            unfinished.write_bytes(message.message().as_bytes())
            unfinished.rename(folder / f"{name}.eml")
        return len(email_messages)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMail:
    """One message as its reader sees it."""

    name: str
    to: str
    subject: str
    date: str
    text: str


def newest(folder: Path, *, to: str = "", most: int = 50, looked_at: int = 2000) -> list[KeptMail]:
    """The newest messages, newest first; `to` keeps those whose address contains it. At most `looked_at` files are opened."""
    found: list[KeptMail] = []
    for name in _by_age(folder)[:looked_at]:
        message = email.message_from_bytes((folder / name).read_bytes(), policy=policy.default)
        if not isinstance(message, ParsedMessage) or to.casefold() not in str(message["To"]).casefold():
            continue
        plain = message.get_body(("plain",))
        found.append(
            KeptMail(
                name=name,
                to=str(message["To"]),
                subject=str(message["Subject"]),
                date=str(message["Date"]),
                text=plain.get_content() if plain else "",
            )
        )
        if len(found) == most:
            break
    return found


def _by_age(folder: Path) -> list[str]:
    """Names of the messages, newest first; of one moment, the later one of one process first."""
    if not folder.is_dir():
        return []
    letters = [entry for entry in os.scandir(folder) if entry.name.endswith(".eml")]
    return [entry.name for entry in sorted(letters, key=lambda each: (each.stat().st_mtime_ns, each.name[-12:]), reverse=True)]
