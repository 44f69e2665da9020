"""`laurel seal`: an organisation's electronic seal on a PDF certificate (PAdES) or a European Digital Credential (JAdES)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.text import Text

from laurel import bake
from laurel.canon.strict_json import Limits, loads_object
from laurel.cli import sealing_key
from laurel.cli.files import FileError, read_bytes, write_whole
from laurel.cli.options import At, Json
from laurel.cli.session import LEAF, session_of
from laurel.errors import LaurelError, Phrase
from laurel.formats.elm import TYPE, jades
from laurel.formats.elm.parse import unwrapped
from laurel.verify import DEFAULT

_MAX_PASSWORD: Final = 1_000


def seal(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A PDF, or an unsealed European Digital Credential (JSON).")],
    key: Annotated[
        Path, typer.Option("--key", metavar="FILE", help="The seal's private key: PEM, or PKCS #12 with everything.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the sealed file goes.")],
    cert: Annotated[
        Path | None,
        typer.Option("--cert", metavar="FILE", help="The seal certificate and those above it (PEM); not with PKCS #12."),
    ] = None,
    password_file: Annotated[
        Path | None, typer.Option("--password-file", metavar="FILE", help="A file with the key's password on its first line.")
    ] = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Seal a PDF certificate or a European Digital Credential with your organisation's certificate."""
    session = session_of(context)
    moment = session.moment(at)
    try:
        sealing = sealing_key.load(key, certificates=cert, password=_password(password_file))
        content = read_bytes(file, limit=DEFAULT.max_file)
        kind = bake.detect(content)
        if kind == "pdf":
            from laurel.bake import pades  # noqa: PLC0415 - an extra, and slow to load

            sealed = pades.seal(content, chain=sealing.chain, key=sealing.key, at=moment)
        else:
            document = _unsealed(content, file)
            envelope = jades.seal(document, chain=sealing.chain, key=sealing.key, at=moment)
            sealed = (json.dumps(envelope, ensure_ascii=False) + "\n").encode()
        write_whole(out, sealed)
    except LaurelError as error:
        session.refuse(error)
    if as_json:
        session.print_json({"file": str(out), "form": "PAdES" if kind == "pdf" else "JAdES"})
        return
    console = session.out
    console.print(Text(session.pick(f"✔ Sealed: {out}", f"✔ Подпечатано: {out}"), style=f"bold {LEAF}"))
    advice = session.pick(
        "“laurel verify --anchor” checks the seal for whoever trusts the authority behind your certificate.",
        "„laurel verify --anchor“ проверява печата за всеки, който вярва на органа зад Вашия сертификат.",
    )
    console.print(Text(advice))


def _unsealed(content: bytes, file: Path) -> dict[str, object]:
    document = dict(unwrapped(loads_object(content, limits=Limits(size=DEFAULT.max_file, values=20_000))))
    if TYPE not in (document.get("type") or ()) or "proof" in document:
        why = Phrase(
            "it is neither a PDF nor an unsealed European Digital Credential; “laurel export --to elm” makes one",
            "не е нито PDF, нито неподпечатано европейско цифрово удостоверение; „laurel export --to elm“ създава такова",
        )
        raise FileError(at=str(file), why=why)
    return document


def _password(path: Path | None) -> bytes | None:
    if path is None:
        return None
    lines = read_bytes(path, limit=_MAX_PASSWORD).splitlines()
    return lines[0] if lines else b""
