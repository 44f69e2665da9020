"""What the public catalogue holds: an offer for every design in use, kept up with its newest version.

A design whose newest version is for its commissioner alone (`visibility: restricted`) has none: it is neither found nor
counted, nor handed to harvesters. Its own page stays, because the badges that were issued from it point there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from campus.base import search, word_index
from campus.catalogue.models import Design, DesignVersion, Offer, OfferFacet
from campus.skills.models import Skill
from campus.skills.occupations import served_by
from laurel.annex1.digcomp import area_of
from laurel.annex1.kinds import classify
from laurel.annex1.record import LangString, MicroCredential, SkillReference
from laurel.annex1.vocabularies import StackabilityKind, Visibility

KIND = "offer"
ESCO = "http://data.europa.eu/esco/skill/"
BATCH = 200
_RESTRICTED = f'"visibility":"{Visibility.RESTRICTED.value}"'
_SUMMARY = 300  # characters
_SHORT_CODE = 12  # people type 1.2, and nobody an identifier of ESCO
SIZES: tuple[tuple[str, Decimal], ...] = (
    ("up-to-25", Decimal(25)),
    ("up-to-75", Decimal(75)),
    ("up-to-150", Decimal(150)),
    ("longer", Decimal("Infinity")),
)
"""Sizes by hours of work; each holds what is not in the one before."""


@transaction.atomic
def show_version(version: DesignVersion) -> Offer | None:
    """Let the catalogue show this version of its design; None where it is not for everybody. Called at publishing."""
    record = MicroCredential.model_validate_json(version.record)
    if record.visibility is Visibility.RESTRICTED:
        take_away(version.design)
        return None
    offer = _write(version, record)
    word_index.put(KIND, {offer.pk: list(_texts(version, record))})
    return offer


@transaction.atomic
def take_away(design: Design) -> None:
    """Let the catalogue show nothing of a design any more. Called when it is retired, or no longer for everybody."""
    gone = list(Offer.objects.filter(design=design).values_list("pk", flat=True))
    word_index.forget(KIND, gone)
    Offer.objects.filter(pk__in=gone).delete()


def rebuild(*, progress: Callable[[int], None] = lambda _count: None) -> int:
    """Make the catalogue anew from the published versions, in batches; safe to repeat and to interrupt.

    Returns: how many offers there are.
    """
    count = 0
    for versions in _batches(_newest()):
        with transaction.atomic():
            texts = {}
            for version in versions:
                record = MicroCredential.model_validate_json(version.record)
                texts[_write(version, record).pk] = list(_texts(version, record))
            word_index.put(KIND, texts)
        count += len(versions)
        progress(count)
    for offer in Offer.objects.exclude(version__in=_newest().values("pk")).select_related("design"):
        take_away(offer.design)
    return count


def is_complete() -> bool:
    """Whether every design in use that is for everybody is shown in its newest version, and none of the others is."""
    if Offer.objects.exclude(version__in=_newest().values("pk")).exists():
        return False
    return not _newest().exclude(pk__in=Offer.objects.values("version")).exists()


def _newest() -> QuerySet[DesignVersion]:
    newer = DesignVersion.objects.filter(design=OuterRef("design"), number__gt=OuterRef("number"))
    # RFC 8785 leaves no blanks, and a quotation mark inside a text is escaped: only the member itself reads like this
    in_use = DesignVersion.objects.exclude(design__state=Design.State.RETIRED).exclude(record__contains=_RESTRICTED)
    return in_use.exclude(Exists(newer)).select_related("design__organisation").defer("image").order_by("pk")


def _batches(versions: QuerySet[DesignVersion]) -> Iterator[list[DesignVersion]]:
    after = 0
    while found := list(versions.filter(pk__gt=after)[:BATCH]):
        yield found
        after = found[-1].pk


def _write(version: DesignVersion, record: MicroCredential) -> Offer:
    workload = record.workload
    offer, _ = Offer.objects.update_or_create(
        design=version.design,
        defaults={
            "version": version,
            "organisation": version.design.organisation,
            "title_bg": version.title_bg,
            "title_en": version.title_en,
            "summary": {language: text[:_SUMMARY] for language, text in record.description.root.items()},
            "hours": workload.hours if workload else None,
            "ects": workload.ects if workload else None,
            "published_at": version.published_at,
        },
    )
    OfferFacet.objects.filter(offer=offer).delete()
    OfferFacet.objects.bulk_create(
        OfferFacet(offer=offer, facet=facet, value=value[:200]) for facet, value in dict.fromkeys(_facets(version, record))
    )
    return offer


def _facets(version: DesignVersion, record: MicroCredential) -> Iterator[tuple[str, str]]:
    for skill in _skills(record):
        if skill.framework.startswith("DigComp"):
            yield from (("skill", skill.code), ("area", area_of(skill.code)))
    yield from (("occupation", occupation.code) for occupation in occupations_of(record))
    yield from (("mode", str(mode)) for mode in record.participation)
    yield from (("language", language.partition("-")[0]) for language in record.languages)
    stackable = record.stackability is not None and record.stackability.kind is not StackabilityKind.STAND_ALONE
    single = {
        "level": str(record.level.eqf or ""),
        "size": size_of(record.workload.hours) if record.workload else "",
        "form": str(record.form),
        "provider": version.design.organisation.kind,
        "field": record.field[:2],
        "stackable": "yes" if stackable else "",
        "offering": str(classify(record).offering or ""),
    }
    yield from ((facet, value) for facet, value in single.items() if value)


def occupations_of(record: MicroCredential) -> list[Skill]:
    """The occupations that its ESCO skills serve; none until ESCO's relations are loaded."""
    codes = {skill.url.removeprefix(ESCO) for skill in _skills(record) if skill.url and skill.url.startswith(ESCO)}
    return served_by(codes) if codes else []


def _skills(record: MicroCredential) -> Iterator[SkillReference]:
    for outcome in record.learning_outcomes:
        yield from outcome.skills


def size_of(hours: Decimal) -> str:
    """The size that so many hours belong to."""
    return next(name for name, most in SIZES if hours <= most)


def _texts(version: DesignVersion, record: MicroCredential) -> Iterator[search.Text]:
    organisation = version.design.organisation
    provider = LangString({"bg": organisation.name_bg, "en": organisation.name_en})
    yield from _said(record.title, weight=100)
    for skill in _skills(record):
        yield from _said(skill.name, weight=80, before=skill.code if len(skill.code) < _SHORT_CODE else "")
    for outcome in record.learning_outcomes:
        yield from _said(outcome.statement, weight=60)
    if record.tags:
        yield search.Text(language="", text=" ".join(record.tags), weight=85)
    yield from _said(provider, weight=55)
    yield from _said(record.description, weight=40)


def _said(texts: LangString, *, weight: int, before: str = "") -> Iterator[search.Text]:
    for language, text in texts.root.items():
        yield search.Text(language=language, text=f"{before} {text}", weight=weight)
