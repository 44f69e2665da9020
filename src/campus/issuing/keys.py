"""An organisation's signing keys. The one module that opens private keys; everybody else gets a `Signer`."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campus.base import audit, outbox
from campus.base.refusals import Refusal
from campus.issuing.models import SigningKey, StatusList, TransparencyLog
from campus.issuing.sealing import seal, unseal
from campus.people.models import Organisation, Role
from campus.people.organisations import did_of
from campus.people.roles import Actor, SecondStepMissingError, may_issue, person_of, require
from laurel.keys import LocalSigner, PrivateKey, PublicKey, Signer
from laurel.log import NoteSigner, SignatureType, VerifierKey

KeyAlgorithm = Literal["Ed25519", "P-256"]  # those of the suites in `issuing.signing`
ALGORITHM: KeyAlgorithm = "Ed25519"


class NoSigningKeyError(Refusal):
    """The organisation has no key to sign with."""

    code = "NO_SIGNING_KEY"
    text = _("Your organisation has no signing key yet. Make one on the page “Signing keys”.")


class KeyExistsError(Refusal):
    """One key signs at a time."""

    code = "KEY_EXISTS"
    text = _("Your organisation already has a signing key. Replace it instead.")


class KeyCompromisedAlreadyError(Refusal):
    """The first report stands."""

    code = "KEY_COMPROMISED_ALREADY"
    text = _("This key was reported as compromised before; the first report stands.")


@transaction.atomic
def create_key(organisation: Organisation, *, by: Actor, at: datetime, algorithm: KeyAlgorithm = ALGORITHM) -> SigningKey:
    """Make the organisation's first signing key, or the next one after the last was given up.

    Raises:
        KeyExistsError: there is one that signs.
    """
    _require_keeper(by, organisation)
    if current_key(organisation) is not None:
        raise KeyExistsError
    return _make(organisation, by=by, at=at, algorithm=algorithm)


@transaction.atomic
def ensure_key(organisation: Organisation, *, by: Actor, at: datetime) -> SigningKey:
    """The key that signs today, made now when there is none."""
    _require_keeper(by, organisation)
    return current_key(organisation) or _make(organisation, by=by, at=at, algorithm=ALGORITHM)


@transaction.atomic
def rotate(organisation: Organisation, *, by: Actor, at: datetime, algorithm: KeyAlgorithm = ALGORITHM) -> SigningKey:
    """Retire the key that signs and make a new one. What the old one signed stays valid.

    Raises:
        NoSigningKeyError: there is nothing to replace.
    """
    _require_keeper(by, organisation)
    retired = _signing(organisation).select_for_update().first()
    if retired is None:
        raise NoSigningKeyError
    retire(retired, by=by, at=at)
    return _make(organisation, by=by, at=at, algorithm=algorithm)


@transaction.atomic
def retire(key: SigningKey, *, by: Actor, at: datetime) -> None:
    """Stop signing with a key. What it signed stays valid; a key already retired stays as it is."""
    _require_keeper(by, key.organisation)
    if SigningKey.objects.filter(pk=key.pk, retired_at__isnull=True).update(retired_at=at):
        _note("key.retired", key, by=by, at=at)


@transaction.atomic
def mark_compromised(key: SigningKey, *, since: datetime, by: Actor, at: datetime) -> SigningKey | None:
    """Say that somebody else may have held the key since `since`: nothing signed after it may be trusted.

    When it was the key that signs, a new one is made and returned. Which credentials are touched: `signed_since`.

    Raises:
        KeyCompromisedAlreadyError: said before.
    """
    _require_keeper(by, key.organisation)
    locked = SigningKey.objects.select_for_update().get(pk=key.pk)
    if locked.compromised_at is not None:
        raise KeyCompromisedAlreadyError
    signed_until_now = locked.retired_at is None
    locked.compromised_at = min(since, at)
    locked.retired_at = locked.retired_at or at
    locked.save(update_fields=["compromised_at", "retired_at"])
    # Lists signed with this key convince nobody any more.
    StatusList.objects.filter(organisation=locked.organisation).update(stale_since=at)
    _note("key.compromised", locked, by=by, at=at)
    outbox.record("key.compromised", subject=locked.pk, at=at)
    return (
        _make(locked.organisation, by=by, at=at, algorithm="P-256" if locked.algorithm == "P-256" else ALGORITHM)
        if signed_until_now
        else None
    )


def current_key(organisation: Organisation) -> SigningKey | None:
    """The key that signs today."""
    return _signing(organisation).first()


def history(organisation: Organisation) -> list[SigningKey]:
    """All keys ever used, the newest first."""
    return list(SigningKey.objects.filter(organisation=organisation).order_by("-number"))


def method_of(key: SigningKey) -> str:
    """The verification method's name, e.g. did:web:example.org:o:uni#key-1."""
    return f"{did_of(key.organisation)}#key-{key.number}"


def signer_for(organisation: Organisation) -> tuple[Signer, SigningKey]:
    """What signs for the organisation today, and which key that is.

    Raises:
        NoSigningKeyError: there is none.
        SealBrokenError: the stored key does not open.
    """
    key = SigningKey.objects.select_related("organisation").filter(pk__in=_signing(organisation)).first()
    if key is None:
        raise NoSigningKeyError
    return LocalSigner(_opened(key.sealed_private_key, _key_id(key)), method_of(key)), key


def ensure_log(*, at: datetime) -> TransparencyLog:
    """The site's transparency log, started now with keys of its own when there is none. Two starts at once give one log."""
    found = TransparencyLog.objects.first()
    if found is not None:
        return found
    log, clock = PrivateKey.generate(ALGORITHM), PrivateKey.generate(ALGORITHM)
    origin = f"{urlsplit(settings.PUBLIC_URL).netloc}/log"
    return TransparencyLog.objects.get_or_create(
        number=1,
        defaults={
            "origin": origin,
            "log_multikey": log.public.to_multikey(),
            "clock_multikey": clock.public.to_multikey(),
            "sealed_log_key": _sealed(log, f"{origin}#log"),
            "sealed_clock_key": _sealed(clock, f"{origin}#clock"),
            "created_at": at,
        },
    )[0]


def log_signers(log: TransparencyLog) -> tuple[NoteSigner, NoteSigner]:
    """Who signs the log's checkpoints: its own key, and the one that says when.

    Raises:
        SealBrokenError: a stored key does not open.
    """
    own = _opened(log.sealed_log_key, f"{log.origin}#log")
    clock = _opened(log.sealed_clock_key, f"{log.origin}#clock")
    return (
        NoteSigner(name=log.origin, type=SignatureType.LOG, public=own.public, sign=own.sign),
        NoteSigner(name=log.origin, type=SignatureType.COSIGNATURE, public=clock.public, sign=clock.sign),
    )


def log_verifier_keys(log: TransparencyLog) -> str:
    """What a verifier needs to believe the log: a line for each key."""
    own, clock = (PublicKey.from_multikey(each) for each in (log.log_multikey, log.clock_multikey))
    lines = (
        VerifierKey(name=log.origin, type=SignatureType.LOG, public=own).to_text(),
        VerifierKey(name=log.origin, type=SignatureType.COSIGNATURE, public=clock).to_text(),
    )
    return "".join(f"{line}\n" for line in lines)


def _require_keeper(by: Actor, organisation: Organisation) -> None:
    require(by, organisation, Role.ADMINISTRATOR, Role.REGISTRAR)
    if not may_issue(by):
        raise SecondStepMissingError


def _signing(organisation: Organisation) -> QuerySet[SigningKey]:
    return SigningKey.objects.filter(organisation=organisation, retired_at__isnull=True, compromised_at__isnull=True)


def _make(organisation: Organisation, *, by: Actor, at: datetime, algorithm: KeyAlgorithm) -> SigningKey:
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two rotations at once number their keys in turn
    last = SigningKey.objects.filter(organisation=organisation).order_by("-number").first()
    private = PrivateKey.generate(algorithm)
    key = SigningKey(
        organisation=organisation,
        number=1 if last is None else last.number + 1,
        algorithm=algorithm,
        public_multikey=private.public.to_multikey(),
        created_at=at,
    )
    key.sealed_private_key = _sealed(private, _key_id(key))
    try:
        with transaction.atomic():
            key.save(force_insert=True)
    except IntegrityError:
        raise KeyExistsError from None
    _note("key.created", key, by=by, at=at)
    return key


def _sealed(private: PrivateKey, key_id: str) -> bytes:
    return seal(private.to_multikey().encode("ascii"), key_id=key_id, under=settings.KEY_ENCRYPTION_KEY)


def _opened(sealed: bytes | memoryview, key_id: str) -> PrivateKey:
    secret = unseal(bytes(sealed), key_id=key_id, under=settings.KEY_ENCRYPTION_KEY)
    return PrivateKey.from_multikey(secret.decode("ascii"))


def _key_id(key: SigningKey) -> str:
    return f"{key.organisation.public_id}#key-{key.number}"


def _note(action: str, key: SigningKey, *, by: Actor, at: datetime) -> None:
    audit.note(
        action,
        actor=person_of(by),
        organisation=key.organisation_id,
        subject_kind="signing_key",
        subject=key.pk,
        at=at,
        number=key.number,
    )
