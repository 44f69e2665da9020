"""Signed notes, keys in one line, checkpoints and proofs as text: each has one form, and one reading."""

import base64
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.errors import CredentialError, LimitError, MalformedError
from laurel.log import (
    Checkpoint,
    LogProof,
    LogProofError,
    LogSignatureError,
    LogUnknownError,
    Note,
    SignatureType,
    VerifierKey,
    sign_checkpoint,
)
from laurel.log.signing import signed
from log_keeping import CLOCK, KEYS, LOG, NOON, ORIGIN, WITNESS, Log, signer, verifier_keys

# the example of c2sp.org/signed-note
EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE_NOTE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
NAMES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"], exclude_characters="+"), min_size=1, max_size=40)


def _checkpoint(size: int = 5, *, origin: str = ORIGIN) -> Checkpoint:
    return sign_checkpoint(origin=origin, size=size, root=b"r" * 32, signers=[LOG, CLOCK], at=NOON)


def test_the_example_of_the_specification_holds():
    key = VerifierKey.from_text(EXAMPLE_KEY)

    (found,) = Note.from_text(EXAMPLE_NOTE).check([key])

    assert (found.key.name, found.at) == ("example.com/foo", None)


def test_refuses_the_example_with_another_text():
    with pytest.raises(LogSignatureError):
        Note.from_text(EXAMPLE_NOTE.replace("an example", "no example")).check([VerifierKey.from_text(EXAMPLE_KEY)])


@given(NAMES, st.integers(1, 255), st.sampled_from(SignatureType))
def test_a_key_survives_its_line(name: str, seed: int, kind: SignatureType):
    key = signer(seed, name=name, kind=kind).verifier_key

    assert VerifierKey.from_text(key.to_text()) == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.com/foo",
        "example.com/foo+530d903a",
        EXAMPLE_KEY.replace("530d903a", "530d903b"),
        EXAMPLE_KEY.replace("530d903a", "530D903A"),
        EXAMPLE_KEY.replace("foo", "fo o"),
        EXAMPLE_KEY.replace("foo", "bar"),
        EXAMPLE_KEY + "=",
        EXAMPLE_KEY[:-4],
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "a+00000000+" + base64.b64encode(b"\x06" + b"\2" * 32).decode(),
        "a+00000000+" + base64.b64encode(b"\x01\x01" + bytes(31)).decode(),  # the point of low order
    ],
)
def test_refuses_a_malformed_or_weak_key(text: str):
    with pytest.raises(CredentialError):
        VerifierKey.from_text(text)


@given(st.lists(st.tuples(NAMES, st.binary(min_size=5, max_size=100)), min_size=1, max_size=5))
def test_a_note_survives_its_text(lines: list[tuple[str, bytes]]):
    text = "a\n\nb\n" + "".join(f"\n— {name} {base64.b64encode(octets).decode()}" for name, octets in lines)
    text = text.replace("b\n\n—", "b\n\n—") + "\n"

    assert Note.from_text(text).to_text() == text


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "",
        lambda text: text[:-1],
        lambda text: text.replace("\n\n", "\n"),
        lambda text: text.replace("— ", "- "),
        lambda text: text.replace("message", "mess\tage"),
        lambda text: text.replace("message", "mess\rage"),
        lambda text: text.replace("message", "mess\ud800age"),
        lambda text: text + "\n",
        lambda text: text.replace("Uw2QOkn8", "Uw2QOk-8"),
        lambda text: text.replace("aQM=", "aQN="),
        lambda text: text.replace("example.com/foo", "example.com+foo"),
        lambda text: text.replace("example.com/foo ", "example.com/foo  "),
        lambda text: text + "— a AAAA\n",
    ],
)
def test_refuses_a_malformed_note(change):
    with pytest.raises(MalformedError):
        Note.from_text(change(EXAMPLE_NOTE))


def test_refuses_a_note_beyond_its_limits():
    with pytest.raises(LimitError):
        Note.from_text("x" * 200_000 + EXAMPLE_NOTE)
    with pytest.raises(LimitError):
        Note.from_text(EXAMPLE_NOTE + "— a AAAAAAA=\n" * 64)


def test_signatures_of_strangers_say_nothing():
    note = signed(_checkpoint().note, signer(9, name="stranger.example"), at=NOON)

    assert [each.key.name for each in note.check(KEYS)] == [ORIGIN, ORIGIN]


def test_a_cosignature_says_when():
    at = datetime(2026, 11, 23, 12, 30, 5, 999_999, tzinfo=UTC)
    note = signed(_checkpoint().note, WITNESS, at=at)

    (found,) = note.check([WITNESS.verifier_key])

    assert found.at == at.replace(microsecond=0)


def test_refuses_a_cosignature_whose_time_was_changed():
    note = signed(_checkpoint().note, WITNESS, at=NOON)
    last = note.signatures[-1]
    earlier = (int.from_bytes(last.content[:8], "big") - 1).to_bytes(8, "big") + last.content[8:]

    with pytest.raises(LogSignatureError):
        replace(note, signatures=(replace(last, content=earlier),)).check([WITNESS.verifier_key])


@pytest.mark.parametrize("content", [b"short", bytes(71), bytes(73), b"\xff" * 72])
def test_refuses_a_cosignature_of_another_form(content: bytes):
    note = signed(_checkpoint().note, WITNESS, at=NOON)

    with pytest.raises(LogSignatureError):
        replace(note, signatures=(replace(note.signatures[-1], content=content),)).check([WITNESS.verifier_key])


def test_refuses_a_logs_signature_in_place_of_a_cosignature():
    """The two types have keys of their own, even where somebody uses one key pair for both."""
    log, clock = signer(1), signer(1, kind=SignatureType.COSIGNATURE)
    checkpoint = sign_checkpoint(origin=ORIGIN, size=5, root=b"r" * 32, signers=[log], at=NOON)

    assert log.verifier_key.id != clock.verifier_key.id
    with pytest.raises(LogUnknownError):
        checkpoint.check([clock.verifier_key])


def test_a_checkpoint_is_written_as_the_specification_has_it():
    lines = _checkpoint(20_852_163).to_text().split("\n")

    assert lines[:4] == [ORIGIN, "20852163", "cnJycnJycnJycnJycnJycnJycnJycnJycnJycnJycnI=", ""]
    assert [line.split(" ")[:2] for line in lines[4:6]] == [["—", ORIGIN], ["—", ORIGIN]]


@given(st.integers(0, 2**63 - 1))
def test_a_checkpoint_survives_its_text(size: int):
    checkpoint = _checkpoint(size)

    assert Checkpoint.from_text(checkpoint.to_text()) == checkpoint


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n5\n", "\n05\n"),
        ("\n5\n", "\n-5\n"),
        ("\n5\n", "\n٥\n"),
        ("\n5\n", "\n9223372036854775808\n"),
        ("\n5\n", "\n5 \n"),
        ("cnI=\n", "cnJy\n"),
        ("cnI=\n", "cnI\n"),
        (f"{ORIGIN}\n5", "\n5"),
        ("\n5\n", "\n5\n\n"),
    ],
)
def test_refuses_a_malformed_checkpoint(old: str, new: str):
    with pytest.raises(MalformedError):
        Checkpoint.from_text(_checkpoint().to_text().replace(old, new, 1))


def test_refuses_one_log_in_the_name_of_another():
    checkpoint = _checkpoint(origin="other.example/log")

    with pytest.raises(LogUnknownError):
        checkpoint.check([LOG.verifier_key])


def test_a_witness_may_vouch_for_every_log():
    checkpoint = _checkpoint(origin="other.example/log")
    cosigned = replace(checkpoint, note=signed(checkpoint.note, WITNESS, at=NOON))

    assert [each.at for each in cosigned.check([WITNESS.verifier_key])] == [NOON]


def test_refuses_a_checkpoint_that_nobody_known_signed():
    with pytest.raises(LogUnknownError):
        _checkpoint().check(verifier_keys(WITNESS))


@pytest.mark.parametrize("facts", [{"signers": []}, {"origin": ""}, {"origin": "a\nb"}, {"root": b"short"}, {"size": -1}])
def test_refuses_to_sign_what_cannot_be_read(facts):
    with pytest.raises(ValueError, match="checkpoint"):
        sign_checkpoint(**({"origin": ORIGIN, "size": 1, "root": b"r" * 32, "signers": [LOG], "at": NOON} | facts))


@given(st.integers(1, 300), st.data())
def test_a_proof_survives_its_text(size: int, data: st.DataObject):
    entries = [number.to_bytes(2, "big") for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    log = Log()
    log.append(*entries)

    proof = LogProof.from_text(log.prove(index).to_text())

    assert proof == log.prove(index)
    proof.check(entries[index])
    with pytest.raises(LogProofError):
        proof.check(b"another")


def _proof() -> str:
    log = Log()
    log.append(b"a", b"b", b"c")
    return log.prove(1).to_text()


def test_further_words_in_a_proof_are_passed_over():
    text = _proof().replace("@v1\n", "@v1\nextra aGVsbG8=\n")

    assert LogProof.from_text(text) == LogProof.from_text(_proof())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("@v1", "@v2"),
        ("index 1", "index 01"),
        ("index 1", "index -1"),
        ("index 1\n", ""),
        ("index 1\n", "index 1\nindex 1\n"),
        ("index 1\n", "extra !\nindex 1\n"),
        ("index 1\n", "index 1\nAAAA\n"),
        ("index 1\n", "index 1\n" + 64 * f"{base64.b64encode(bytes(32)).decode()}\n"),
        ("=\n\nuni", "=\nuni"),
    ],
)
def test_refuses_a_malformed_proof(old: str, new: str):
    assert old in _proof()
    with pytest.raises(MalformedError):
        LogProof.from_text(_proof().replace(old, new, 1))


def test_refuses_a_proof_beyond_its_limits():
    with pytest.raises(LimitError):
        LogProof.from_text(_proof() + "x" * 200_000)


@given(st.text(max_size=300) | st.binary(max_size=300).map(lambda octets: octets.decode("latin-1")))
def test_never_raises_anything_else_for_any_text(text: str):
    for read in (Note.from_text, Checkpoint.from_text, LogProof.from_text, VerifierKey.from_text):
        with pytest.raises(CredentialError):
            read(text)
