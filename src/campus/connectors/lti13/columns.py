"""Columns of a course's gradebook ("line items"): those it has, and the one for awards, made once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from campus.catalogue.versions import record_of, title_in
from campus.connectors.lti13.asking import (
    LINE_ITEM,
    LINE_ITEM_READ,
    LINE_ITEM_TYPE,
    LINE_ITEMS_TYPE,
    ServiceFailedError,
    Services,
    failed,
    with_query,
)
from campus.connectors.lti13.models import Course
from laurel.canon.strict_json import loads
from laurel.errors import LaurelError

MOST_PAGES = 20
TAG = "award"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its address, and what the teacher called it."""

    url: str
    label: str
    resource: str = ""


def columns_of(course: Course, services: Services) -> list[Column]:
    """The columns of the course that hold grades for us to read; those with our awards are left out.

    Raises:
        ServiceFailedError: the course tells of none, or does not answer.
    """
    if not course.lineitems_url:
        raise ServiceFailedError("LTI_NOT_OFFERED", lasting=True)
    own = {course.award_lineitem_url, course.lineitem_url}
    found = _listed(course, services, course.lineitems_url)
    return [column for column in found if column.url not in own and column.resource != resource_of(course)]


def award_column(course: Course, services: Services) -> str:
    """The address of the column for awards: the one of our link, else one found by our name for it, else a new one.

    Raises:
        ServiceFailedError: there is none and none can be made.
    """
    if course.award_lineitem_url:
        return course.award_lineitem_url
    found = course.lineitem_url or _found(course, services) or _made(course, services)
    Course.objects.filter(pk=course.pk, award_lineitem_url="").update(award_lineitem_url=found)
    course.award_lineitem_url = Course.objects.values_list("award_lineitem_url", flat=True).get(pk=course.pk)
    return course.award_lineitem_url


def resource_of(course: Course) -> str:
    """Our name for the column of awards, in the platform: the same after any crash."""
    return f"laurel:{course.cohort.public_id}"


def maximum_of(course: Course) -> float:
    """Top of the scale on which awards are marked."""
    scale = record_of(course.cohort.design_version).grading
    return 100.0 if scale is None else float(scale.maximum)


def _found(course: Course, services: Services) -> str:
    if not course.lineitems_url:
        raise ServiceFailedError("LTI_NOT_OFFERED", lasting=True)
    url = with_query(course.lineitems_url, resource_id=resource_of(course), tag=TAG)
    mine = [column.url for column in _listed(course, services, url) if column.resource == resource_of(course)]
    return mine[0] if mine else ""


def _made(course: Course, services: Services) -> str:
    document = {
        "scoreMaximum": maximum_of(course),
        "label": title_in(course.cohort.design_version, "en")[:200],
        "resourceId": resource_of(course),
        "tag": TAG,
    }
    answer = services.send(course.lineitems_url, scope=LINE_ITEM, media_type=LINE_ITEM_TYPE, document=document)
    if answer.status not in (200, 201):
        raise failed(answer.status)
    try:
        made: Any = loads(answer.body)
    except LaurelError:
        made = None
    column = _column(made)
    if column is None:
        raise ServiceFailedError("LTI_ANSWER_UNREADABLE", lasting=True)
    return column.url


def _listed(course: Course, services: Services, url: str) -> list[Column]:
    # With the right to change columns comes the right to read them; some platforms give only one of the two scopes.
    scope = LINE_ITEM if LINE_ITEM in course.scopes else LINE_ITEM_READ
    found: list[Column] = []
    for _page in range(MOST_PAGES):
        page = services.page(url, scope=scope, media_type=LINE_ITEMS_TYPE)
        if not isinstance(page.document, list):
            raise ServiceFailedError("LTI_ANSWER_UNREADABLE", lasting=True)
        found += [column for each in page.document if (column := _column(each)) is not None]
        url = page.next_url
        if not url:
            break
    return found


def _column(entry: Any) -> Column | None:
    url = entry.get("id") if isinstance(entry, dict) else None
    if not isinstance(url, str) or not 0 < len(url) <= 2000:
        return None
    label, resource = entry.get("label"), entry.get("resourceId")
    return Column(
        url,
        " ".join(label.split())[:200] if isinstance(label, str) else url[-40:],
        resource if isinstance(resource, str) else "",
    )
