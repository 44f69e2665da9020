"""Which way out a run has: none, a recording, or the guarded web with a local site for development."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import typer

from laurel.cli.files import FileError
from laurel.cli.web import MAX_REQUESTS, GuardedWeb
from laurel.errors import Phrase
from laurel.fetching import Fetcher, no_network, recorded

MANY = 100_000  # requests of one run over a folder
_LOCAL = re.compile(r"http://((?:localhost|127\.0\.0\.1):[1-9][0-9]{0,4})/?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """How to fetch, and which local sites stand in for public ones."""

    fetch: Fetcher
    local_sites: frozenset[str]


def choose(*, world: Path | None, offline: bool, local_site: str | None, for_many: bool = False) -> Outside:
    """The way out that the options ask for; `for_many` files, each of which `verify` allows eight requests.

    Raises:
        typer.BadParameter: a local site that is not http://localhost:<port>.
        FileError: no such recording.
    """
    sites = frozenset({_site(local_site)}) if local_site else frozenset[str]()
    if offline:
        return Outside(fetch=no_network, local_sites=sites)
    if world is None:
        return Outside(fetch=GuardedWeb(local_sites=sites, requests=MANY if for_many else MAX_REQUESTS), local_sites=sites)
    try:
        return Outside(fetch=recorded(world), local_sites=sites)
    except (OSError, ValueError, KeyError) as error:
        raise FileError(at=str(world), why=Phrase("this is not a recording", "това не е запис")) from error


def _site(written: str) -> str:
    match = _LOCAL.fullmatch(written)
    if match is None:
        raise typer.BadParameter("http://localhost:8000", param_hint="--local-site")
    return match[1]
