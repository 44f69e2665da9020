"""Structured logs on standard error: ids and codes, never documents, names or e-mails."""

from __future__ import annotations

import logging.config
import re
from typing import Any

import structlog

# Addresses, and the secrets that stand in claim, share and invitation links: Django logs the path of a failed request.
_PRIVATE = re.compile(r"[^\s@'\"<>]+@[^\s@'\"<>]+|[A-Za-z0-9_-]{40,}")


class Discreet(logging.Filter):
    """Blacks out e-mail addresses and link secrets, whoever wrote the line. The last defence, not the first."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        discreet = _PRIVATE.sub("[private]", said)
        if discreet != said:
            record.msg, record.args = discreet, ()
        return True


def configure(settings: dict[str, Any]) -> None:
    """Set up logging; `settings` is Django's LOGGING and may override parts."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
            "filters": {"discreet": {"()": Discreet}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["discreet"]}},
            "root": {"handlers": ["stderr"], "level": "WARNING"},
            "loggers": {"campus": {"level": "INFO"}},
            **settings,
        }
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.processors.KeyValueRenderer(key_order=["event"]),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
