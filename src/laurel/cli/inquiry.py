"""What is asked about every file of a run: plain values, so that they can travel to other processes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from laurel.anchors.transactions import ChainReader, no_chain
from laurel.cli import chain, outside
from laurel.fetching import Fetcher
from laurel.formats.elm.certificates import load_anchors
from laurel.verify import LogEvidence, Policy, Report, verify
from laurel.verify.presentation import PresentationReport, verify_presentation


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """The options of `laurel verify`. `anchors` are the contents of certificate files; `policy` knows the local site.

    `recording` and `nodes` are the ways to blockchains: a file, and "CHAIN=URL" each.
    """

    at: datetime
    policy: Policy
    trusted: Mapping[str, str]
    anchors: tuple[bytes, ...] = ()
    recipient: str | None = None
    world: Path | None = None
    offline: bool = False
    local_site: str | None = None
    recording: Path | None = None
    nodes: tuple[str, ...] = ()

    def way_out(self, *, for_many: bool = False) -> Fetcher:
        """A fetcher for one file, or for all of a run.

        Raises:
            FileError: no such recording.
        """
        way = outside.choose(world=self.world, offline=self.offline, local_site=self.local_site, for_many=for_many)
        return way.fetch

    def way_to_chains(self, fetch: Fetcher) -> ChainReader:
        """How to ask blockchains, for one file or all of a run.

        Raises:
            typer.BadParameter, FileError, MissingExtraError: as `chain.choose`.
        """
        return chain.choose(recording=self.recording, nodes=self.nodes, fetch=fetch)

    def about(
        self, content: bytes, *, fetch: Fetcher, blockchains: ChainReader = no_chain, logged: LogEvidence | None = None
    ) -> Report:
        """The report on one credential; `logged` is what came beside it."""
        anchors = [one for each in self.anchors for one in load_anchors(each)]
        return verify(
            content,
            at=self.at,
            fetch=fetch,
            trusted=self.trusted,
            policy=self.policy,
            recipient=self.recipient,
            anchors=anchors,
            logged=logged,
            chain=blockchains,
        )

    def about_presentation(self, content: bytes, *, challenge: str, domain: str) -> PresentationReport:
        """The report on one presentation."""
        fetch = self.way_out()
        return verify_presentation(
            content,
            challenge=challenge,
            domain=domain,
            at=self.at,
            fetch=fetch,
            trusted=self.trusted,
            policy=self.policy,
            chain=self.way_to_chains(fetch),
        )

    def fingerprint(self, *further: str) -> str:
        """Sixteen characters that differ whenever something else is asked, the moment aside."""
        asked = json.dumps(asdict(self) | {"at": "", "further": further}, sort_keys=True, default=_plain)
        return hashlib.sha256(asked.encode()).hexdigest()[:16]


def _plain(value: object) -> object:
    """A set has no order, so it would differ from run to run."""
    return sorted(cast("frozenset[str]", value)) if isinstance(value, frozenset) else str(value)
