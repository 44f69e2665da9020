"""`laurel verify`: is this credential genuine, in force, and by whom?"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from laurel.cli import explain as at_leisure
from laurel.cli import log_evidence, outside, show, trust, verify_folder
from laurel.cli.files import read_bytes
from laurel.cli.inquiry import Inquiry
from laurel.cli.options import At, Json
from laurel.cli.profiles import Profile, choose_policy
from laurel.cli.session import AMBER, Exit, Session, session_of
from laurel.errors import LaurelError, LimitError, MissingExtraError, Phrase, PresentationError
from laurel.formats.elm.certificates import load_anchors
from laurel.verify import DEFAULT, Outcome, Report
from laurel.verify.presentation import PresentationReport

_MAX_ANCHORS = 1_000_000
_EXITS = {Outcome.PASSED: Exit.VALID, Outcome.UNKNOWN: Exit.UNKNOWN, Outcome.FAILED: Exit.INVALID}


def verify(  # noqa: PLR0913, PLR0917 - a command has as many arguments as options
    context: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE|DIR", help="A JSON, JWT, PNG, SVG or PDF file, or a folder; - reads standard input.")
    ],
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
    recording: Annotated[
        Path | None,
        typer.Option("--chain", metavar="FILE", help="What a blockchain said, kept by “laurel anchor” (chain.json)."),
    ] = None,
    node: Annotated[
        list[str] | None,
        typer.Option("--node", metavar="CHAIN=URL", help="A node or explorer of a blockchain to ask; may be repeated."),
    ] = None,
    confirmations: Annotated[
        int, typer.Option("--confirmations", min=1, help="How many blocks have to hold an anchor on a blockchain.")
    ] = 1,
    explain: Annotated[
        bool, typer.Option("--explain", help="Add the technical reasons and where each rule comes from.")
    ] = False,
    as_json: Json = False,
    at: At = None,
    recipient: Annotated[
        str | None, typer.Option("--recipient", metavar="EMAIL", help="Was it issued to this e-mail address?")
    ] = None,
    challenge: Annotated[
        str | None, typer.Option("--challenge", help="The file is a presentation, and this is the challenge you gave.")
    ] = None,
    domain: Annotated[
        str | None, typer.Option("--domain", help="The file is a presentation, and it is meant for this domain, yours.")
    ] = None,
    table: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Check every credential of a folder into this table.")
    ] = None,
    profile: Annotated[
        Profile, typer.Option("--profile", help="By which rules: badge (strict), or generic (any W3C credential).")
    ] = Profile.BADGE,
    context_file: Annotated[
        list[str] | None,
        typer.Option("--context", metavar="URL=FILE", help="For generic: a JSON-LD context you vouch for; may be repeated."),
    ] = None,
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
    session = session_of(context)
    moment = session.moment(at)
    _insist(session, file, challenge=challenge, domain=domain, table=table)
    _insist_on_one_file(session, log_receipt, among_many=table is not None or challenge is not None)
    try:
        way = outside.choose(world=world, offline=offline, local_site=local_site)
        known = trust.read_trusted(trusted or [])
        if world is not None and not trusted:
            known = trust.read_trusted([str(world)])
        logged = log_evidence.read_evidence(
            receipts=log_receipt or [],
            keys=log_key or [],
            time_authorities=time_authority or [],
            block_headers=block_headers,
        )
        inquiry = Inquiry(
            at=moment,
            policy=replace(
                choose_policy(profile, contexts=context_file or [], proof_only=proof_only),
                insecure_hosts=way.local_sites,
                confirmations=confirmations,
            ),
            trusted=known,
            anchors=_anchors(anchor or []),
            recipient=recipient,
            world=world,
            offline=offline,
            local_site=local_site,
            recording=recording,
            nodes=tuple(node or ()),
        )
        if table is not None:
            verify_folder.verify_folder(inquiry, folder=Path(file), to=table, dated=at or "", session=session, as_json=as_json)
        content = _read(file)
        if challenge is None or domain is None:
            report: Report | PresentationReport = inquiry.about(
                content, fetch=way.fetch, blockchains=inquiry.way_to_chains(way.fetch), logged=logged
            )
        else:
            report = inquiry.about_presentation(content, challenge=challenge, domain=domain)
    except LaurelError as error:
        session.refuse(error, code=Exit.UNREADABLE)
    if as_json:
        session.print_json(report.to_json() | ({"local_site": local_site} if local_site else {}))
    else:
        _show(report, session=session, explain=explain)
        if local_site:
            warning = session.pick(
                f"Development only: {local_site} was asked in place of the public web.",
                f"Само за разработка: вместо публичния уеб беше попитан {local_site}.",
            )
            session.out.print(Text(warning, style=AMBER))
    raise typer.Exit(exit_code(report))


def exit_code(report: Report | PresentationReport) -> int:
    """0 valid, 1 invalid, 2 unknown, 3 unreadable."""
    return _EXITS[report.outcome] if report.readable else Exit.UNREADABLE


def _insist(session: Session, file: str, *, challenge: str | None, domain: str | None, table: Path | None) -> None:
    """Refuse options that do not go together."""
    if bool(challenge) != bool(domain) or "" in (challenge, domain):
        said = session.pick(
            "a presentation is checked against a challenge and a domain: give both, not empty",
            "представяне се проверява спрямо предизвикателство и домейн: посочете и двете, непразни",
        )
        raise typer.BadParameter(said, param_hint="--challenge / --domain")
    is_folder = file != "-" and Path(file).is_dir()
    if is_folder and table is None:
        said = session.pick(
            "a folder is checked into a table: add --csv report.csv", "папка се проверява в таблица: добавете --csv report.csv"
        )
        raise typer.BadParameter(said, param_hint="FILE|DIR")
    if table is not None and (not is_folder or challenge):
        said = session.pick("a table is for a folder of credentials", "таблица се прави за папка с удостоверения")
        raise typer.BadParameter(said, param_hint="--csv")


def _insist_on_one_file(session: Session, receipts: list[Path] | None, *, among_many: bool) -> None:
    if receipts and among_many:
        said = session.pick("a receipt goes with one credential", "разписката е за едно удостоверение")
        raise typer.BadParameter(said, param_hint="--log-receipt")


def _show(report: Report | PresentationReport, *, session: Session, explain: bool) -> None:
    match report, explain:
        case Report(), _:
            (at_leisure.explain if explain else show.show_report)(report, session=session)
            if MissingExtraError.code in report.codes:  # again on a line of its own, to be copied
                session.out.print(Text(f"  {report['structure'].facts['command']}"))
            if PresentationError.code in report.codes:
                hint = session.pick(
                    "To check a presentation, add the challenge and the domain that you gave: --challenge … --domain …",
                    "За проверка на представяне добавете дадените от Вас предизвикателство и домейн: --challenge … --domain …",
                )
                session.out.print(Text(hint))
        case PresentationReport(), False:
            show.show_presentation(report, session=session)
        case PresentationReport(), True:
            at_leisure.explain_presentation(report, session=session)


def _anchors(paths: list[Path]) -> tuple[bytes, ...]:
    contents = tuple(read_bytes(path, limit=_MAX_ANCHORS) for path in paths)
    for content in contents:
        load_anchors(content)  # refused here, once, and not for every file
    return contents


def _read(file: str) -> bytes:
    limit = DEFAULT.max_file
    if file != "-":
        return read_bytes(Path(file), limit=limit)
    content = sys.stdin.buffer.read(limit + 1)
    if len(content) > limit:
        raise LimitError(what=Phrase("the input", "входът"), limit=limit)
    return content
