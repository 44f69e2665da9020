"""For machines: the site map, what search engines may read, and each micro-credential in the words of schema.org.

Source: https://schema.org/Course, https://schema.org/EducationalOccupationalCredential, https://www.sitemaps.org/protocol.html.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from campus.catalogue.browse import all_offers
from campus.catalogue.models import DesignVersion
from laurel.annex1.record import MicroCredential, SkillReference

MOST_IN_A_MAP = 50_000  # addresses, of one site map
_CACHED = {"Cache-Control": "public, max-age=3600"}
_IN_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@require_safe
def site_map(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(_site_map(), content_type="application/xml", headers=_CACHED)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ("User-agent: *", "Disallow: /s/", "Disallow: /claim/", f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml", "")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8", headers=_CACHED)


def schema_org(version: DesignVersion, record: MicroCredential, *, language: str) -> SafeString:
    """A micro-credential as schema.org has it, ready to stand in a `script` element: no text of it can end the element."""
    text = json.dumps(course_of(version, record, language=language), ensure_ascii=False)
    return mark_safe(text.translate(_IN_SCRIPT))  # noqa: S308 - nothing is left that HTML would read


def course_of(version: DesignVersion, record: MicroCredential, *, language: str) -> dict[str, Any]:
    """A Course that awards an EducationalOccupationalCredential; nothing is said that the record does not say."""
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
        "hasCourseInstance": {"@type": "CourseInstance", "courseMode": [str(mode) for mode in record.participation]},
    }
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


def _term(skill: SkillReference, language: str) -> dict[str, str]:
    return {
        "@type": "DefinedTerm",
        "name": skill.name.text(language),
        "termCode": skill.code,
        "inDefinedTermSet": skill.framework,
    }


def _site_map() -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for path in ("/", "/catalogue/", "/catalogue/coverage", "/policies/", "/verify"):
        yield f"<url><loc>{escape(settings.PUBLIC_URL + path)}</loc></url>\n"
    rows = all_offers().values_list("design__public_id", "version__number", "published_at")[:MOST_IN_A_MAP]
    for public_id, number, published in rows.iterator():
        address = f"{settings.PUBLIC_URL}/m/{public_id}/{number}"
        yield f"<url><loc>{escape(address)}</loc><lastmod>{published.date().isoformat()}</lastmod></url>\n"
    yield "</urlset>\n"
