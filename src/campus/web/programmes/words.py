"""What a requirement asks for, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campus.catalogue.models import DesignVersion, Offer
from campus.catalogue.versions import title_in
from campus.people.models import Organisation
from campus.people.organisations import did_of
from campus.recognition.stack_drafts import Json, nodes
from campus.recognition.stack_reading import design_iri
from campus.web.programmes.limits import number_in
from laurel.annex1.record import LangString

MOST_NAMED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A micro-credential that a requirement names; without an address where it is not on offer any more."""

    iri: str
    title: str
    url: str
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One requirement: its place in the tree, its title, what it asks for, and what it names."""

    id: str
    kind: str
    depth: int
    title: str
    asks: str
    named: tuple[Named, ...]
    more: int


def named_in(requirement: Json, *, language: str) -> dict[str, Named]:
    """Everything that a tree names and that is on offer, by identifier."""
    wanted = {iri for node, _depth in nodes(requirement) for iri in node.get("from", {}).get("designs", ())}
    ids = [iri.rsplit("/", 1)[-1] for iri in wanted]
    offers = Offer.objects.filter(design__public_id__in=ids).select_related("version__design", "organisation")
    rows = offers.defer("version__image", "version__record")
    made = (named(each.version, each.organisation, language=language) for each in rows)
    return {each.iri: each for each in made if each.iri in wanted}


def named(version: DesignVersion, organisation: Organisation, *, language: str) -> Named:
    """A published micro-credential as it is named."""
    url = reverse("public_design", args=[version.design.public_id, version.number])
    return Named(
        iri=design_iri(version.design), title=title_in(version, language), url=url, organisation=organisation.name_in(language)
    )


def lines(requirement: Json, organisations: Iterable[Organisation], *, language: str) -> list[Line]:
    """The tree from top to bottom.

    Args:
        organisations: those whose names may be told: the awarding one and its partners.
    """
    known = named_in(requirement, language=language)
    names = {did_of(each): each.name_in(language) for each in organisations}
    return [_line(node, depth, known, names, language) for node, depth in nodes(requirement)]


def _line(node: Json, depth: int, known: Mapping[str, Named], names: Mapping[str, str], language: str) -> Line:
    designs = node.get("from", {}).get("designs", ())
    shown = [known[iri] for iri in designs if iri in known]
    return Line(
        id=node["id"],
        kind=node["kind"],
        depth=depth,
        title=LangString(node["title"]).text(language),
        asks=" ".join(_asks(node, names, language)),
        named=tuple(sorted(shown, key=lambda each: each.title)[:MOST_NAMED]),
        more=max(len(designs) - min(len(shown), MOST_NAMED), 0),
    )


def _asks(node: Json, names: Mapping[str, str], language: str) -> Iterator[str]:
    if node["kind"] == "all":
        yield _("All of these.")
        return
    if node["kind"] == "some":
        number = len(node["parts"])
        yield _("At least {k} of these {number}.").format(k=node["k"], number=number)
        return
    if node["kind"] == "credits":
        yield _("At least {ects} ECTS.").format(ects=number_in(node["min_ects"], language))
        if node.get("max_ects"):
            yield _("No more than {ects} of them count here.").format(ects=number_in(node["max_ects"], language))
    elif not node.get("from", {}).get("designs"):
        yield _("One micro-credential.")
    yield from _which(node)
    yield from _conditions(node.get("from", {}), names)


def _which(node: Json) -> Iterator[str]:
    number = len(node.get("from", {}).get("designs", ()))
    if number and node["kind"] == "one":
        yield ngettext("This one:", "One of these {number}:", number).format(number=number)
    elif number:
        yield ngettext("From this one:", "From these {number}:", number).format(number=number)


def _conditions(choice: Json, names: Mapping[str, str]) -> Iterator[str]:
    if themes := choice.get("themes"):
        yield _("Theme: {themes}.").format(themes=", ".join(sorted(themes)))
    if issuers := [names[issuer] for issuer in choice.get("issuers", ()) if issuer in names]:
        yield _("Issued by: {names}.").format(names=", ".join(sorted(issuers)))
    if low := choice.get("min_eqf"):
        yield _("EQF level {level} or above.").format(level=low)
    if high := choice.get("max_eqf"):
        yield _("EQF level {level} or below.").format(level=high)
    if not any(choice.values()):
        yield _("Any that counts here.")
