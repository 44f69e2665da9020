"""`laurel vc`: one file in and one out, whatever came of it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from any_credential import ISSUER, KEY, SIGNER, licence
from laurel.canon.contexts import CREDENTIALS_V2
from laurel.cli import main
from laurel.keys import PrivateKey, base64url
from laurel.proofs import envelope

Run = Callable[..., tuple[int, dict[str, Any], str]]
WIDE = PrivateKey.from_seed(b"\1" * 66, "P-521")


def jwk_file(key: PrivateKey, **changes: Any) -> dict[str, Any]:
    return {
        "id": SIGNER.verification_method,
        "type": "JsonWebKey",
        "controller": ISSUER,
        "publicKeyJwk": key.public.to_jwk() | {"kid": "thumbprint"},
        "secretKeyJwk": key.to_jwk() | {"kid": "thumbprint"},
    } | changes


@pytest.fixture
def run(tmp_path: Path, monkeypatch, capsys) -> Run:
    texts = {
        "credential": licence(),
        "examples": licence(
            **{
                "@context": [CREDENTIALS_V2, "https://www.w3.org/ns/credentials/examples/v2"],
                "type": ["VerifiableCredential", "X"],
            }
        ),
        "presentation": {
            "@context": [CREDENTIALS_V2],
            "type": ["VerifiablePresentation"],
            "holder": ISSUER,
            "verifiableCredential": [envelope.wrap_credential("a.b.c")],
        },
        "wrong": licence(validFrom="yesterday"),
        "undefined": licence(captain="nobody"),
        "key": jwk_file(KEY),
        "wide": jwk_file(WIDE),
        "multikey": {
            "id": SIGNER.verification_method,
            "controller": ISSUER,
            "publicKeyMultibase": KEY.public.to_multikey(),
            "secretKeyMultibase": KEY.to_multikey(),
        },
        "other": jwk_file(PrivateKey.from_seed(b"\2" * 32)),
        "halves": jwk_file(KEY, publicKeyJwk=WIDE.public.to_jwk()),
        "secretless": jwk_file(KEY, secretKeyJwk=None),
        "public-only": jwk_file(KEY, publicKeyJwk=KEY.to_jwk()),
        "nobody's": jwk_file(KEY, controller=None),
        "empty": {},
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(text))
    monkeypatch.chdir(tmp_path)

    def command(what: str, feature: str, source: str, *arguments: str, key: str = "key") -> tuple[int, dict[str, Any], str]:
        answer = tmp_path / "answer.json"
        answer.unlink(missing_ok=True)
        paths = ["--input", source, "--key", f"{key}.json", "--output", "answer.json"]
        code = main(["vc", what, "--feature", feature, *paths, *arguments])
        said = json.loads(answer.read_text()) if answer.exists() else {}
        if what == "issue" and said.get("result") == "success":
            (tmp_path / "token.txt").write_text(said["data"] + "\n")
        return code, said, capsys.readouterr().err

    return command


@pytest.mark.parametrize("key", ["key", "wide", "multikey"])
@pytest.mark.parametrize("mechanism", ["jose", "sdjwt"])
@pytest.mark.parametrize("content", ["credential", "presentation"])
def test_what_is_issued_is_verified(run: Run, content: str, mechanism: str, key: str):
    feature = f"{content}_{mechanism}"
    code, said, _ = run("issue", feature, f"{content}.json", key=key)
    assert (code, said.keys()) == (0, {"result", "data"})

    code, said, _ = run("verify", feature, "token.txt", key=key)
    assert (code, said) == (0, {"result": "success", "data": json.loads(Path(f"{content}.json").read_text())})


def test_the_context_of_the_w3cs_examples_is_known(run: Run):
    assert run("issue", "credential_jose", "examples.json")[0] == 0
    assert run("verify", "credential_jose", "token.txt")[0] == 0


def test_the_holder_may_withhold_what_the_issuer_says(run: Run):
    _, said, _ = run("issue", "credential_sdjwt", "credential.json", "--sd", '["credentialSubject.boat.metres"]')

    token, disclosure, end = said["data"].split("~")
    assert json.loads(base64url.decode(disclosure))[1:] == ["metres", 7]
    assert end == ""
    assert "metres" not in base64url.decode(token.split(".")[1]).decode().partition("credentialSubject")[2]


@pytest.mark.parametrize(
    ("what", "feature", "source", "code"),
    [
        ("issue", "credential_jose", "wrong.json", "NOT_A_DATE"),
        ("issue", "credential_sdjwt", "wrong.json", "NOT_A_DATE"),
        ("issue", "credential_jose", "undefined.json", "DATA_LOSS"),
        ("issue", "credential_jose", "presentation.json", "MISSING"),
        ("issue", "presentation_jose", "credential.json", "TYPE_WITHOUT_CLASS"),
        ("verify", "credential_jose", "credential.json", "JOSE"),
        ("verify", "presentation_sdjwt", "presentation.json", "JOSE"),
    ],
)
def test_refuses_what_is_not_in_order_and_says_where(run: Run, what: str, feature: str, source: str, code: str):
    ended, said, told = run(what, feature, source)

    assert (ended, said["result"], said.get("data")) == (1, "failure", None)
    assert code in {each["code"] for each in said["errors"]}
    assert told.startswith("✘")


def test_refuses_a_token_of_another_key_or_kind(run: Run):
    run("issue", "credential_jose", "credential.json")

    assert run("verify", "credential_jose", "token.txt", key="other")[1]["errors"][0]["code"] == "PROOF_VERIFICATION_ERROR"
    assert run("verify", "credential_jose", "token.txt", key="wide")[1]["errors"][0]["code"] == "JOSE_ALGORITHM"
    assert run("verify", "presentation_jose", "token.txt")[1]["errors"][0]["code"] == "JOSE"


@pytest.mark.parametrize("place", ["validUntil", "nothing", "a]["])
def test_refuses_a_place_that_cannot_be_withheld(run: Run, place: str):
    ended, said, _ = run("issue", "credential_sdjwt", "credential.json", "--sd", json.dumps([place]))

    assert (ended, said["errors"][0]["code"]) == (1, "DISCLOSURE")


@pytest.mark.parametrize("feature", ["credential_cose", "presentation_cose"])
def test_cose_is_neither_a_success_nor_a_failure(run: Run, feature: str):
    for what in ("issue", "verify"):
        ended, said, _ = run(what, feature, "credential.json")
        assert (ended, said["result"]) == (2, "indeterminate")


@pytest.mark.parametrize("key", ["halves", "secretless", "public-only", "nobody's", "empty", "missing"])
def test_refuses_a_key_file_that_is_none(run: Run, key: str):
    ended, said, told = run("issue", "credential_jose", "credential.json", key=key)

    assert (ended, said) == (3, {})
    assert told.startswith("✘")


def test_refuses_to_sign_badges_with_a_curve_that_no_suite_has(run: Run, capsys):
    secret = {"publicKeyMultibase": WIDE.public.to_multikey(), "secretKeyMultibase": WIDE.to_multikey()}
    Path("wide.json").write_text(json.dumps({"id": SIGNER.verification_method, "controller": ISSUER} | secret))

    assert run("issue", "credential_jose", "credential.json", key="wide")[0] == 0
    assert main(["status", "new", "--url", "https://uni.example/list", "--out", "list.json", "--key", "wide.json"]) == 1
    assert "P-521" in capsys.readouterr().err


def test_refuses_files_that_are_not_there(run: Run):
    assert run("issue", "credential_jose", "missing.json")[0] == 3
    assert run("issue", "credential_jose", "credential.json", "--context", "https://sails.example/v1=missing.json")[0] == 3
    assert run("verify", "credential_jose", "missing.txt")[0] == 3
    assert run("issue", "credential_jose", "empty.json")[0] == 1
    Path("answer.json").unlink()
    assert (
        main(
            [
                "vc",
                "issue",
                "--feature",
                "credential_jose",
                "--input",
                "credential.json",
                "--key",
                "key.json",
                "--output",
                "key.json/x",
            ]
        )
        == 3
    )


@pytest.mark.parametrize(
    "arguments", [["--sd", "names"], ["--sd", "[1]"], ["--sd", "{}"], ["--context", "x"], ["--feature", "x"]]
)
def test_refuses_wrong_usage_in_a_sentence(run: Run, arguments: list[str]):
    assert run("issue", "credential_sdjwt", "credential.json", *arguments)[0] == 64


def test_speaks_bulgarian_too(run: Run):
    _, said, told = run("issue", "credential_jose", "wrong.json", "--lang", "bg")

    assert told.startswith("✘ /validFrom:")
    assert said["errors"][0]["message"] in told.replace("\n", " ")
