"""`laurel verify`: is this credential genuine, in force, and by whom?"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from laurel.cli import log_evidence, outside, trust
from laurel.cli.files import read_bytes
from laurel.cli.options import At, Json
from laurel.cli.session import AMBER, Exit, session_of
from laurel.cli.show import show_report
from laurel.errors import LaurelError, LimitError, Phrase
from laurel.formats.elm.certificates import load_anchors
from laurel.verify import DEFAULT, PROOF_ONLY, Outcome, Report
from laurel.verify import verify as verify_presented

_MAX_ANCHORS = 1_000_000
_EXITS = {Outcome.PASSED: Exit.VALID, Outcome.UNKNOWN: Exit.UNKNOWN, Outcome.FAILED: Exit.INVALID}


def verify(  # noqa: PLR0913, PLR0917 - a command has as many arguments as options
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A JSON, JWT, PNG, SVG or PDF file; - reads standard input.")],
    trusted: Annotated[
        list[str] | None,
        typer.Option("--trust", metavar="FILE|DID", help="Issuers you trust: a JSON file, or an identifier; may be repeated."),
    ] = None,
    anchor: Annotated[
        list[Path] | None,
        typer.Option("--anchor", metavar="FILE", help="Authorities whose seals you trust: PEM or DER certificates."),
    ] = None,
    log_receipt: Annotated[
        list[Path] | None,
        typer.Option("--log-receipt", metavar="FILE", help="A log's receipt that came with it; may be repeated."),
    ] = None,
    log_key: Annotated[
        list[str] | None,
        typer.Option("--log-key", metavar="KEY|FILE", help="Logs and witnesses you trust: name+id+key; may be repeated."),
    ] = None,
    time_authority: Annotated[
        list[Path] | None,
        typer.Option(
            "--time-authority", metavar="FILE", help="Time authorities you trust (RFC 3161): their root certificates."
        ),
    ] = None,
    block_headers: Annotated[
        Path | None,
        typer.Option("--block-headers", metavar="FILE", help="Bitcoin blocks you trust, for OpenTimestamps (JSON)."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Add the technical reasons and where each rule comes from.")
    ] = False,
    as_json: Json = False,
    at: At = None,
    recipient: Annotated[
        str | None, typer.Option("--recipient", metavar="EMAIL", help="Was it issued to this e-mail address?")
    ] = None,
    challenge: Annotated[str | None, typer.Option("--challenge", help="For presentations: the challenge you gave.")] = None,
    domain: Annotated[str | None, typer.Option("--domain", help="For presentations: the domain you gave.")] = None,
    proof_only: Annotated[bool, typer.Option("--proof-only", help="Check the signature only, not whose it is.")] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Ask nobody; what needs the network stays unknown.")] = False,
    world: Annotated[
        Path | None, typer.Option("--world", metavar="FILE", help="Ask this recording of the web instead.")
    ] = None,
    local_site: Annotated[
        str | None,
        typer.Option("--local-site", metavar="URL", help="For development: also ask this site of your own machine, over http."),
    ] = None,
) -> None:
    """Verify a credential. Ends with 0 valid, 1 invalid, 2 unknown, 3 unreadable."""
    del challenge, domain  # a presentation is refused as a whole, so they are never looked at
    session = session_of(context)
    moment = session.moment(at)
    try:
        way = outside.choose(world=world, offline=offline, local_site=local_site)
        known = trust.read_trusted(trusted or [])
        if world is not None and not trusted:
            known = trust.read_trusted([str(world)])
        anchors = [one for path in anchor or [] for one in load_anchors(read_bytes(path, limit=_MAX_ANCHORS))]
        logged = log_evidence.read_evidence(
            receipts=log_receipt or [],
            keys=log_key or [],
            time_authorities=time_authority or [],
            block_headers=block_headers,
        )
        content = _read(file)
    except LaurelError as error:
        session.refuse(error, code=Exit.UNREADABLE)
    policy = replace(PROOF_ONLY if proof_only else DEFAULT, insecure_hosts=way.local_sites)
    report = verify_presented(
        content,
        at=moment,
        fetch=way.fetch,
        trusted=known,
        policy=policy,
        recipient=recipient,
        anchors=anchors,
        logged=logged,
    )
    if as_json:
        session.print_json(report.to_json() | ({"local_site": local_site} if local_site else {}))
    else:
        show_report(report, session=session, explain=explain)
        if local_site:
            warning = session.pick(
                f"Development only: {local_site} was asked in place of the public web.",
                f"Само за разработка: вместо публичния уеб беше попитан {local_site}.",
            )
            session.out.print(Text(warning, style=AMBER))
    raise typer.Exit(exit_code(report))


def exit_code(report: Report) -> int:
    """0 valid, 1 invalid, 2 unknown, 3 unreadable."""
    return _EXITS[report.outcome] if report.readable else Exit.UNREADABLE


def _read(file: str) -> bytes:
    limit = DEFAULT.max_file
    if file != "-":
        return read_bytes(Path(file), limit=limit)
    content = sys.stdin.buffer.read(limit + 1)
    if len(content) > limit:
        raise LimitError(what=Phrase("the input", "входът"), limit=limit)
    return content
