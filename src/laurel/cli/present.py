"""`laurel present`: a holder shows credentials to one verifier, on one occasion."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from laurel import bake
from laurel.canon.strict_json import is_array, is_object, loads_object
from laurel.cli import keyfile
from laurel.cli.files import FileError, read_bytes, write_whole
from laurel.cli.options import At, Json
from laurel.cli.session import LEAF, Session, session_of
from laurel.errors import LaurelError, Phrase, ProofError, UnsupportedError
from laurel.keys import LocalSigner
from laurel.proofs import ecdsa_sd_2023, vp_jwt
from laurel.proofs import present as make
from laurel.proofs.ecdsa_sd_2023.proof_value import BaseProof
from laurel.verify import DEFAULT
from laurel.verify.shown import read_shown

SUITE_OF = {"Ed25519": "eddsa-rdfc-2022", "P-256": "ecdsa-rdfc-2019", "P-384": "ecdsa-rdfc-2019"}


def present(  # noqa: PLR0913, PLR0917 - a command has as many arguments as options
    context: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="The credentials to show: JSON, JWT, PNG, SVG or PDF files.")
    ],
    key: Annotated[Path, typer.Option("--key", metavar="FILE", help="The holder's key file, made by “laurel keys new”.")],
    challenge: Annotated[str, typer.Option("--challenge", help="The challenge that the verifier gave you; it is used once.")],
    domain: Annotated[str, typer.Option("--domain", help="The verifier's domain, as the verifier gave it.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where the presentation goes; otherwise it is printed.")
    ] = None,
    reveal: Annotated[
        list[str] | None,
        typer.Option(
            "--reveal",
            metavar="POINTER",
            help="Of a credential that can be shown in part, show this too (/credentialSubject/achievement); may be repeated.",
        ),
    ] = None,
    as_token: Annotated[bool, typer.Option("--jwt", help="Write a token (vp+jwt) in place of JSON.")] = False,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Show credentials to whoever gave you a challenge. It is signed with your own key."""
    session = session_of(context)
    moment = session.moment(at)
    for name, value in (("--challenge", challenge), ("--domain", domain)):
        if not value:
            raise typer.BadParameter(session.pick("it is empty", "празно е"), param_hint=name)
    try:
        signer = keyfile.load(key).signer
        credentials = [_credential(path, reveal or []) for path in files]
        if as_token:
            text = vp_jwt.sign(credentials, signer=signer, nonce=challenge, audience=domain, created=moment)
        else:
            suite = SUITE_OF[signer.algorithm]
            made = make(credentials, signer=signer, challenge=challenge, domain=domain, created=moment, suite=suite)
            text = json.dumps(made, ensure_ascii=False)
        _refuse_somebody_elses(text, files, signer)
        if out is not None:
            write_whole(out, (text + "\n").encode(), mode=0o600)
    except LaurelError as error:
        session.refuse(error)
    _say(text, out, signer, session=session, as_json=as_json, domain=domain)


def _credential(path: Path, reveal: list[str]) -> str | dict[str, Any]:
    """One credential as it is shown: a token as it is; JSON as it is, or the part that is to be revealed."""
    text = bake.unbake(read_bytes(path, limit=DEFAULT.max_file)).strip()
    if not text.startswith("{"):
        if "~" in text:
            raise UnsupportedError(what=Phrase("SD-JWT in presentations", "SD-JWT в представяния"))
        return text
    document = loads_object(text)
    return ecdsa_sd_2023.derive(document, selective=reveal) if _can_be_shown_in_part(document) else document


def _can_be_shown_in_part(document: dict[str, Any]) -> bool:
    """Whether it carries the proof that only its holder ever has, from which what is shown is derived."""
    proof = document.get("proof")
    first: Any = proof[0] if is_array(proof) and proof else proof
    if not is_object(first) or first.get("cryptosuite") != ecdsa_sd_2023.NAME:
        return False
    try:
        BaseProof.parse(str(first.get("proofValue")))
    except ProofError:
        return False
    return True


def _refuse_somebody_elses(text: str, files: list[Path], signer: LocalSigner) -> None:
    """Never sign what our own verifier would refuse."""
    shown = read_shown(text, policy=DEFAULT)
    for path, subject in zip(files, shown.subjects(), strict=True):
        if subject and subject != shown.holder:
            why = Phrase(
                f"it is about {subject:.200}, and this key belongs to {shown.holder}",
                f"отнася се за {subject:.200}, а този ключ е на {shown.holder}",
            )
            raise FileError(at=str(path), why=why)


def _say(text: str, out: Path | None, signer: LocalSigner, *, session: Session, as_json: bool, domain: str) -> None:
    holder = signer.verification_method.partition("#")[0]
    if as_json:
        session.print_json({"holder": holder, "file": str(out) if out else None, "presentation": text})
    elif out is None:
        typer.echo(text)
    else:
        console = session.out
        console.print(Text(session.pick("✔ The presentation is ready", "✔ Представянето е готово"), style=f"bold {LEAF}"))
        advice = session.pick(
            f"Send {out} to {domain}. It is good for this one occasion.",
            f"Изпратете {out} на {domain}. Важи само за този един случай.",
        )
        console.print(Text(advice))
