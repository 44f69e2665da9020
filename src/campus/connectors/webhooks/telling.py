"""What is told: the kinds of messages, and the messages that a fact leads to. They hold ids and codes, nobody's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from campus.base.models import Fact
from campus.catalogue.models import DesignVersion
from campus.issuing.models import Batch, Credential
from campus.learning.models import Award, Cohort, Enrolment

ENROLLED: Final = "learner.enrolled"
AWARDED: Final = "award.made"
ISSUED: Final = "credential.issued"
REVOKED: Final = "credential.revoked"
SUPERSEDED: Final = "credential.superseded"
TEST: Final = "webhook.test"
KINDS: Mapping[str, StrOrPromise] = {
    ENROLLED: _("A learner is enrolled in a cohort"),
    AWARDED: _("A learner has earned the award"),
    ISSUED: _("A badge is issued"),
    REVOKED: _("A badge is revoked"),
    SUPERSEDED: _("A badge is replaced by another"),
}
LED_TO: Mapping[str, tuple[str, ...]] = {
    "learners.enrolled": (ENROLLED,),
    "cohort.awarded": (AWARDED,),
    "credential.issued": (ISSUED, SUPERSEDED),
    "credential.revoked": (REVOKED,),
}
"""Which kinds of messages each kind of fact can lead to."""
ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One message. `key` names what happened for ever; `number` is the learner's, and goes only where it is asked for."""

    kind: str
    key: str
    data: dict[str, Any] = field(default_factory=dict)
    number: str = ""


def organisation_of(fact: Fact) -> int:
    """Whose fact it is: the primary key of the organisation."""
    if fact.kind in ("learners.enrolled", "cohort.awarded"):
        return Cohort.objects.values_list("organisation_id", flat=True).get(pk=fact.subject)
    if fact.kind == "credential.issued":
        return Batch.objects.values_list("organisation_id", flat=True).get(pk=fact.subject)
    return Credential.objects.values_list("organisation_id", flat=True).get(pk=fact.subject)


def messages_of(fact: Fact) -> Iterator[Told]:
    """What there is to tell about a fact, in bounded memory; the same fact gives the same keys."""
    return _MAKERS[fact.kind](fact)


def learner(enrolment_id: int) -> str:
    """A name for a learner of a cohort that says nothing to anybody else, the same in every message."""
    return salted_hmac("campus.connectors.webhooks.learner", str(enrolment_id), algorithm="sha256").hexdigest()[:32]


def _enrolled(fact: Fact) -> Iterator[Told]:
    cohort = Cohort.objects.select_related("design_version__design").get(pk=fact.subject)
    for enrolment in Enrolment.objects.filter(cohort=cohort, pk__in=fact.details["enrolments"]).order_by("pk"):
        key = f"{ENROLLED}:{fact.pk}:{enrolment.pk}"
        yield Told(kind=ENROLLED, key=key, data=_in_cohort(cohort, enrolment), number=enrolment.number)


def _awarded(fact: Fact) -> Iterator[Told]:
    cohort = Cohort.objects.select_related("design_version__design").get(pk=fact.subject)
    awards = Award.objects.filter(enrolment__cohort=cohort, pk__gt=fact.details["after"]).select_related("enrolment")
    for award in awards.order_by("pk").iterator(chunk_size=ROWS_AT_ONCE):
        enrolment = award.enrolment
        yield Told(kind=AWARDED, key=f"{AWARDED}:{award.pk}", data=_in_cohort(cohort, enrolment), number=enrolment.number)


def _issued(fact: Fact) -> Iterator[Told]:
    for credential, whose in _with_learners(fact.details["credentials"]):
        data = {**_badge(credential), **_whose(whose)}
        number = "" if whose is None else whose.number
        yield Told(kind=ISSUED, key=f"{ISSUED}:{credential.pk}", data=data, number=number)
        earlier = _replaced_by(credential)
        if earlier is not None:
            key = f"{SUPERSEDED}:{earlier.pk}:{credential.pk}"
            said = {**_badge(earlier), **_whose(whose), "replaced_by": str(credential.public_id)}
            yield Told(kind=SUPERSEDED, key=key, data=said, number=number)


def _revoked(fact: Fact) -> Iterator[Told]:
    for credential, whose in _with_learners([fact.subject]):
        # Not the reason: "breach of academic integrity" is nobody's business who does not ask with a key of their own.
        data = {**_badge(credential), **_whose(whose)}
        number = "" if whose is None else whose.number
        yield Told(kind=REVOKED, key=f"{REVOKED}:{credential.pk}", data=data, number=number)


def _with_learners(keys: Iterable[int]) -> Iterator[tuple[Credential, Enrolment | None]]:
    credentials = Credential.objects.filter(pk__in=keys).select_related("design_version__design").order_by("pk")
    found = list(credentials.defer("document", "jwt", "unsigned"))
    names = [_award(each) for each in found]
    awards = Award.objects.filter(key__in=[*names, *(each.award_key for each in found)]).select_related("enrolment")
    by_name = {_first(award.key): award.enrolment for award in awards}
    yield from ((each, by_name.get(name)) for each, name in zip(found, names, strict=True))


def _replaced_by(credential: Credential) -> Credential | None:
    """The badge that this one stands in place of: the one before it for the same award, once that was renewed."""
    name = _award(credential)
    if name == credential.award_key:
        return None
    before = Credential.objects.filter(award_key__startswith=name, pk__lt=credential.pk, issued_at__isnull=False)
    return before.select_related("design_version__design").defer("document", "jwt", "unsigned").order_by("-pk").first()


def _award(credential: Credential) -> str:
    return _first(credential.award_key)


def _first(key: str) -> str:
    """The name that an award had before it was ever renewed: a renewed one has a number behind it."""
    return ":".join(key.split(":")[:3])


def _in_cohort(cohort: Cohort, enrolment: Enrolment) -> dict[str, Any]:
    return {"cohort": str(cohort.public_id), **_design(cohort.design_version), "learner": learner(enrolment.pk)}


def _badge(credential: Credential) -> dict[str, Any]:
    return {"credential": str(credential.public_id), **_design(credential.design_version)}


def _whose(enrolment: Enrolment | None) -> dict[str, Any]:
    return {} if enrolment is None else {"learner": learner(enrolment.pk)}


def _design(version: DesignVersion) -> dict[str, Any]:
    return {"micro_credential": str(version.design.public_id), "version": version.number}


_MAKERS: Mapping[str, Callable[[Fact], Iterator[Told]]] = {
    "learners.enrolled": _enrolled,
    "cohort.awarded": _awarded,
    "credential.issued": _issued,
    "credential.revoked": _revoked,
}
