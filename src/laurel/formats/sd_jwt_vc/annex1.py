"""The record as the claims of an SD-JWT VC, and back.

record ──▶ vct · iss · nbf · exp · micro_credential { the design, in the record's own words } · learner · grade · results …
           whatever speaks of the learner can be withheld, piece by piece; the design and the dates cannot
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from pydantic import ValidationError

from laurel.annex1.record import AnnexIRecord, published_of
from laurel.errors import DesignError, MalformedError, Phrase, Problem, ProjectionError
from laurel.formats.openbadge3.losses import LOSSES as BADGE_LOSSES
from laurel.formats.openbadge3.losses import Loss
from laurel.formats.sd_jwt_vc.conceal import Path

LOSSES: Final[tuple[Loss, ...]] = (
    Loss(
        "/learner, /grade, /results, /identity, /evidence",
        "Whatever the holder withholds is not there, and nothing tells that it was.",
        "Каквото притежателят не покаже, липсва и нищо не издава, че го е имало.",
    ),
    *(loss for loss in BADGE_LOSSES if loss.at.startswith("/credential/visibility")),
    Loss(
        "/issued, /awarded, /valid_until",
        "Verifiers compare the second; fractions stand only in the text beside it.",
        "Проверяващите сравняват до секунда; частите от нея са само в текста до нея.",
    ),
)
"""What may be missing from an SD-JWT VC; `carried` applies exactly that."""
_DATES: Final = ("issued", "awarded", "valid_until")
_ONE_BY_ONE: Final = ("results", "evidence")
_WHOLE: Final = ("grade", "identity")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """Unsigned claims, and the places in them that the holder may withhold: what `issue` asks for."""

    claims: dict[str, Any]
    disclosable: frozenset[Path]


def project(record: AnnexIRecord, *, vct: str, issuer: str, status: Mapping[str, Any] | None = None) -> Projection:
    """Write the record as claims.

    Args:
        record: one learner's micro-credential.
        vct: the type, an identifier that the issuer describes; see `metadata_of`.
        issuer: who signs: the DID (or address) that the key belongs to.
        status: the `status` claim.

    Raises:
        ProjectionError: the record names nobody to award to.
    """
    learner = record.learner.model_dump(mode="json", exclude_defaults=True)
    if not learner:
        raise ProjectionError(at="/learner", why="somebody must be awarded", why_bg="трябва да има на кого да се присъди")
    claims: dict[str, Any] = {
        "vct": vct,
        "iss": issuer,
        "nbf": _seconds(record.issued),
        **({"exp": _seconds(record.valid_until)} if record.valid_until else {}),
        **({"status": dict(status)} if status else {}),
        **record.model_dump(mode="json", exclude_defaults=True, include={"id", *_WHOLE, *_DATES, *_ONE_BY_ONE}),
        "learner": learner,
        "micro_credential": published_of(record.credential).model_dump(mode="json", exclude_defaults=True),
    }
    pieces: list[Path] = [("learner", name) for name in learner]
    pieces += [(name, index) for name in _ONE_BY_ONE for index in range(len(claims.get(name, ())))]
    pieces += [(name,) for name in _WHOLE if name in claims]
    return Projection(claims=claims, disclosable=frozenset(pieces))


def parse(claims: Mapping[str, Any]) -> AnnexIRecord:
    """Read the record out of verified claims; what was withheld is left empty.

    Raises:
        DesignError: a claim that has not the shape it should have; it names the place.
        MalformedError: `nbf` or `exp` says something else than the dates.
    """
    members = {name: claims[name] for name in ("id", "learner", *_WHOLE, *_DATES, *_ONE_BY_ONE) if name in claims}
    try:
        record = AnnexIRecord.model_validate({**members, "credential": claims.get("micro_credential")})
    except ValidationError as error:
        raise DesignError([_problem(dict(each)) for each in error.errors(include_url=False)]) from error
    for name, moment in (("nbf", record.issued), ("exp", record.valid_until)):
        if claims.get(name) != (None if moment is None else _seconds(moment)):
            raise MalformedError(at=f"/{name}", why=Phrase("it contradicts the date", "противоречи на датата"))
    return record


def carried(record: AnnexIRecord, *, shown: Collection[Path] | None = None) -> AnnexIRecord:
    """The record as these places show it (all of them, when left out): `parse` of what `project` wrote equals this."""
    record = record.model_copy(update={"credential": published_of(record.credential)})
    if shown is None:
        return record
    learner = {name: value for name, value in record.learner.model_dump().items() if ("learner", name) in shown}
    changes: dict[str, Any] = {
        name: tuple(one for index, one in enumerate(getattr(record, name)) if (name, index) in shown) for name in _ONE_BY_ONE
    }
    changes["grade"] = record.grade if ("grade",) in shown else ""
    changes["identity"] = record.identity if ("identity",) in shown else None
    changes["learner"] = type(record.learner)(**learner)
    return record.model_copy(update=changes)


def metadata_of(vct: str) -> dict[str, Any]:
    """The type metadata of these claims, to be served at `vct`."""
    display = [
        {"locale": locale, "name": name, "description": description}
        for locale, name, description in (
            ("en", "Micro-credential", "A micro-credential with the European standard elements."),
            ("bg", "Микроквалификация", "Микроквалификация с елементите на европейския стандарт."),
        )
    ]
    return {"vct": vct, "name": "Micro-credential", "display": display, "claims": [_rule(*each) for each in _CLAIMS]}


_CLAIMS: Final[tuple[tuple[list[str | None], str, bool, str, str], ...]] = (
    (["iss"], "never", True, "Issuer", "Издател"),
    (["nbf"], "never", True, "Valid from", "Валидно от"),
    (["exp"], "never", False, "Valid until", "Валидно до"),
    (["id"], "never", True, "Identifier", "Идентификатор"),
    (["micro_credential"], "never", True, "Micro-credential", "Микроквалификация"),
    (["learner", "id"], "always", False, "Learner's identifier", "Идентификатор на обучаемия"),
    (["learner", "name"], "always", False, "Learner's name", "Име на обучаемия"),
    (["learner", "email"], "always", False, "Learner's e-mail address", "Имейл на обучаемия"),
    (["grade"], "always", False, "Grade", "Оценка"),
    (["identity"], "always", False, "How it is known who the learner is", "Как е установено кой е обучаемият"),
    (["results", None], "always", False, "Results of assessments", "Резултати от оценяванията"),
    (["evidence", None], "always", False, "Evidence", "Доказателства"),
)


def _rule(path: list[str | None], sd: str, mandatory: bool, en: str, bg: str) -> dict[str, Any]:
    labels = [{"locale": "en", "label": en}, {"locale": "bg", "label": bg}]
    return {"path": path, "sd": sd, "mandatory": mandatory, "display": labels}


def _seconds(moment: datetime) -> int:
    """A NumericDate; whatever began or ended before 1970 did so before every verifier's clock."""
    return max(0, int((moment - _EPOCH).total_seconds()))


def _problem(error: Mapping[str, Any]) -> Problem:
    steps = [{"credential": "micro_credential"}.get(str(step), str(step)) for step in error["loc"]]
    message = str(error["msg"])
    return Problem(at="/" + "/".join(steps), code="CLAIM_SHAPE", en=message, bg=f"неправилна стойност ({error['type']})")
