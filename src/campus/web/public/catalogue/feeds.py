"""For machines: the site map, what search engines may read, and each micro-credential in the words of schema.org.

Source: https://schema.org/Course, https://schema.org/EducationalOccupationalCredential, https://www.sitemaps.org/protocol.html.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from campus.catalogue.browse import all_offers
from campus.catalogue.models import DesignVersion, Edition
from laurel.annex1.record import MicroCredential, SkillReference

MOST_IN_A_MAP = 50_000  # addresses, of one site map
_OWN_PAGES = (
    *("/", "/catalogue/", "/catalogue/coverage", "/catalogue/beside-a-degree", "/policies/", "/verify"),
    "/catalogue/opportunities.jsonld",
)
_CACHED = {"Cache-Control": "public, max-age=3600"}
_MODES: Mapping[str, str] = {"online": "Online", "onsite": "Onsite", "blended": "Blended"}  # as search engines write them
_IN_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@require_safe
def site_map(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(_site_map(), content_type="application/xml", headers=_CACHED)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ("User-agent: *", "Disallow: /s/", "Disallow: /claim/", f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml", "")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8", headers=_CACHED)


def schema_org(
    version: DesignVersion, record: MicroCredential, editions: Iterable[Edition] = (), *, language: str
) -> SafeString:
    """A micro-credential as schema.org has it, ready to stand in a `script` element: no text of it can end the element."""
    text = json.dumps(course_of(version, record, editions, language=language), ensure_ascii=False)
    return mark_safe(text.translate(_IN_SCRIPT))  # noqa: S308 - nothing is left that HTML would read


def course_of(
    version: DesignVersion, record: MicroCredential, editions: Iterable[Edition] = (), *, language: str
) -> dict[str, Any]:
    """A Course that awards an EducationalOccupationalCredential; nothing is said that record and editions do not say."""
    organisation = version.design.organisation
    provider = {"@type": "Organization", "name": organisation.name_in(language), "url": organisation.url or settings.PUBLIC_URL}
    skills = [_term(skill, language) for outcome in record.learning_outcomes for skill in outcome.skills]
    credential: dict[str, Any] = {
        "@type": "EducationalOccupationalCredential",
        "name": record.title.text(language),
        "credentialCategory": "micro-credential",
        "recognizedBy": provider,
        "competencyRequired": skills,
    }
    course: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "@id": record.id,
        "url": record.id,
        "name": record.title.text(language),
        "description": record.description.text(language),
        "provider": provider,
        "inLanguage": list(record.languages),
        "teaches": [outcome.statement.text(language) for outcome in record.learning_outcomes],
        "educationalCredentialAwarded": credential,
        "hasCourseInstance": list(instances_of(record, editions, provider)),
    }
    if offers := [offer for offer in map(_price, editions) if offer]:
        course["offers"] = offers
    if record.workload is not None:
        course["timeRequired"] = f"PT{record.workload.hours.normalize():f}H"
        if record.workload.ects is not None:
            course["numberOfCredits"] = {
                "@type": "StructuredValue",
                "value": float(record.workload.ects),
                "unitText": "ECTS",
            }
    if record.level.eqf is not None:
        course["educationalLevel"] = {"@type": "DefinedTerm", "inDefinedTermSet": "EQF", "termCode": str(record.level.eqf)}
    if record.prerequisites:
        course["coursePrerequisites"] = record.prerequisites.text(language)
    return course


def instances_of(record: MicroCredential, editions: Iterable[Edition], provider: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """A CourseInstance for each edition; one without dates where none is announced."""
    workload = {"courseWorkload": f"PT{record.workload.hours.normalize():f}H"} if record.workload else {}
    listed = list(editions)
    for edition in listed:
        yield {**_instance(edition), **workload, "organizer": dict(provider)}
    if not listed:
        modes = [_MODES.get(str(mode), str(mode)) for mode in record.participation]
        yield {"@type": "CourseInstance", "courseMode": modes, **workload}


def _instance(edition: Edition) -> dict[str, Any]:
    cancelled = edition.state == Edition.State.CANCELLED
    said: dict[str, Any] = {
        "@type": "CourseInstance",
        "name": edition.title,
        "courseMode": _MODES.get(edition.mode, edition.mode),
        "inLanguage": edition.language,
        "startDate": edition.starts_on and edition.starts_on.isoformat(),
        "endDate": edition.ends_on and edition.ends_on.isoformat(),
        "eventStatus": f"https://schema.org/Event{'Cancelled' if cancelled else 'Scheduled'}",
        "maximumAttendeeCapacity": edition.capacity,
        "offers": _price(edition),
    }
    if edition.place:
        address: Any = {"@type": "PostalAddress", "addressLocality": edition.place, "addressCountry": edition.country}
        said["location"] = {"@type": "Place", "name": edition.place, "address": address}
    return {name: value for name, value in said.items() if value}


def _price(edition: Edition) -> dict[str, str] | None:
    """What it costs, as schema.org wants it: a price of 0 is free; the category tells the two apart."""
    if edition.price is None or edition.state == Edition.State.CANCELLED:
        return None
    offer = {
        "@type": "Offer",
        "category": "Paid" if edition.price else "Free",
        "price": f"{edition.price:f}",
        "priceCurrency": edition.currency or "EUR",
        "url": edition.apply_url if edition.state == Edition.State.OPEN else "",
        "availabilityEnds": edition.apply_by.isoformat() if edition.apply_by else "",
    }
    return {name: value for name, value in offer.items() if value}


def _term(skill: SkillReference, language: str) -> dict[str, str]:
    return {
        "@type": "DefinedTerm",
        "name": skill.name.text(language),
        "termCode": skill.code,
        "inDefinedTermSet": skill.framework,
    }


def _site_map() -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for path in (
        "/",
        "/catalogue/",
        "/catalogue/coverage",
        "/catalogue/beside-a-degree",
        "/policies/",
        "/verify",
        "/catalogue/opportunities.jsonld",
    ):
        yield f"<url><loc>{escape(settings.PUBLIC_URL + path)}</loc></url>\n"
    rows = all_offers().values_list("design__public_id", "version__number", "published_at")[:MOST_IN_A_MAP]
    for public_id, number, published in rows.iterator():
        address = f"{settings.PUBLIC_URL}/m/{public_id}/{number}"
        yield f"<url><loc>{escape(address)}</loc><lastmod>{published.date().isoformat()}</lastmod></url>\n"
    yield "</urlset>\n"
