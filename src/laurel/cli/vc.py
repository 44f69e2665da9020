"""`laurel vc`: credentials of any kind as tokens, one file in and one out, as the W3C's suite for VC-JOSE-COSE asks."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from laurel.canon.contexts import OPEN, OpenContexts
from laurel.canon.strict_json import is_array, loads, loads_object
from laurel.canon.vocabularies import EXAMPLES
from laurel.cli import method_file
from laurel.cli.files import FileError, read_bytes, write_whole
from laurel.cli.language import SpokenCommand, SpokenGroup
from laurel.cli.profiles import read_contexts
from laurel.cli.session import Exit, Session, session_of
from laurel.errors import CredentialError, LaurelError, UndecidedError
from laurel.formats import vc_jose
from laurel.formats.vc_jose import Feature
from laurel.keys import LocalSigner

_MAX_FILE = 6_500_000  # bytes

Input = Annotated[Path, typer.Option("--input", metavar="FILE", help="The document to sign, or the token to check.")]
KeyFile = Annotated[
    Path, typer.Option("--key", metavar="FILE", help="The key: a file of “laurel keys new”, or a JsonWebKey with its secret.")
]
Wanted = Annotated[Feature, typer.Option("--feature", help="What it is, and how it is secured.")]
Output = Annotated[Path, typer.Option("--output", metavar="FILE", help="Where the answer goes: JSON with result and data.")]
Vouched = Annotated[
    list[str] | None,
    typer.Option("--context", metavar="URL=FILE", help="A JSON-LD context that you vouch for; may be repeated."),
]

app = typer.Typer(
    cls=SpokenGroup, help="Credentials of any kind as tokens (VC-JOSE-COSE).", no_args_is_help=True, rich_markup_mode=None
)


@app.callback()
def vc() -> None:
    """Credentials of any kind as tokens (VC-JOSE-COSE)."""


@app.command("issue", cls=SpokenCommand, help="Sign a credential or presentation of Data Model 2.0 as a JWT or SD-JWT.")
def issue(
    context: typer.Context,
    document: Input,
    key: KeyFile,
    feature: Wanted,
    output: Output,
    places: Annotated[
        str,
        typer.Option("--sd", metavar="JSON", help='What the holder may withhold: ["credentialSubject.names[0]", …].'),
    ] = "[]",
    contexts: Vouched = None,
) -> None:
    """Sign a credential or presentation."""
    session = session_of(context)
    given = _places(places)
    opened = _contexts(session, contexts)

    def work() -> str:
        method = method_file.load_secret(key)
        return vc_jose.issue(
            loads_object(read_bytes(document, limit=_MAX_FILE)),
            feature=feature,
            signer=LocalSigner(method.private_key, method.name),
            controller=method.controller,
            contexts=opened,
            entropy=secrets.token_bytes,
            disclosable=[vc_jose.path_of(each) for each in given],
        )

    _answer(session, output, work)


@app.command("verify", cls=SpokenCommand, help="Check such a token with a key: signature, claims and data model; no dates.")
def verify(
    context: typer.Context,
    token: Input,
    key: KeyFile,
    feature: Wanted,
    output: Output,
    contexts: Vouched = None,
) -> None:
    """Check a token."""
    session = session_of(context)
    opened = _contexts(session, contexts)

    def work() -> Mapping[str, Any]:
        method = method_file.load_public(key)
        text = read_bytes(token, limit=_MAX_FILE).decode("utf-8", "replace").strip()
        return vc_jose.verify(text, feature=feature, method=method, contexts=opened)

    _answer(session, output, work)


def _answer(session: Session, output: Path, work: Callable[[], Any]) -> None:
    """Do it, write what came of it, and end with 0, 1 (refused), 2 (nobody can say) or 3 (files that are none)."""
    try:
        data = work()
    except FileError as error:
        session.refuse(error, code=Exit.UNREADABLE)
    except LaurelError as error:
        unknown = isinstance(error, UndecidedError)
        _write(session, output, {"result": "indeterminate" if unknown else "failure", "errors": _errors(error, session)})
        session.refuse(error, code=Exit.UNKNOWN if unknown else Exit.INVALID)
    _write(session, output, {"result": "success", "data": data})


def _write(session: Session, output: Path, answer: Mapping[str, Any]) -> None:
    try:
        write_whole(output, (json.dumps(answer, ensure_ascii=False, indent=1) + "\n").encode())
    except FileError as error:
        session.refuse(error, code=Exit.UNREADABLE)


def _errors(error: LaurelError, session: Session) -> list[dict[str, str]]:
    problems = getattr(error, "problems", ())
    if problems:
        return [{"code": each.code, "at": each.at, "message": each.say(session.language)} for each in problems]
    return [{"code": error.code, "message": error.say(session.language)}]


def _contexts(session: Session, written: list[str] | None) -> OpenContexts:
    try:
        return OPEN.with_documents({**EXAMPLES, **read_contexts(written or ())})
    except LaurelError as error:
        session.refuse(error, code=Exit.UNREADABLE)


def _places(text: str) -> list[str]:
    try:
        places = loads(text)
    except CredentialError:
        places = None
    if not is_array(places) or not all(isinstance(each, str) for each in places):
        raise typer.BadParameter('["credentialSubject.name"]', param_hint="--sd")
    return places
