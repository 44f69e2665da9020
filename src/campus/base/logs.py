"""Structured logs on standard error: ids and codes, never documents, names or e-mails."""

from __future__ import annotations

import logging.config
from typing import Any

import structlog


def configure(settings: dict[str, Any]) -> None:
    """Set up logging; `settings` is Django's LOGGING and stays empty."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["stderr"], "level": "WARNING"},
            "loggers": {"campus": {"level": "INFO"}},
            **settings,
        }
    )
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.KeyValueRenderer(key_order=["event"]),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
