"""Where one can go from here: the main navigation and the sections of an organisation."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from campus.people.models import Organisation, Role
from campus.people.roles import roles_of

_EVERYONE = frozenset(Role)

# Name of the address, label, who sees it. A section appears as soon as its address exists.
Section = tuple[str, StrOrPromise, frozenset[Role]]
WORK: tuple[Section, ...] = (
    ("organisation", _("Overview"), _EVERYONE),
    ("designs", _("Micro-credentials"), _EVERYONE),
    ("intakes", _("Enrolment"), frozenset({Role.REGISTRAR, Role.AUTHOR, Role.ASSESSOR, Role.ADMINISTRATOR})),
    ("cohorts", _("Cohorts"), _EVERYONE),
    ("question_banks", _("Questions"), frozenset({Role.AUTHOR, Role.ASSESSOR})),
    ("programmes", _("Programmes"), _EVERYONE),
    ("recognition_queue", _("Recognition"), frozenset({Role.RECOGNITION_OFFICER})),
    ("batches", _("Issuing"), _EVERYONE),
    ("credentials", _("Issued badges"), _EVERYONE),
    ("quality", _("Quality"), _EVERYONE),
)
ADMINISTRATION: tuple[Section, ...] = (
    ("members", _("Members"), _EVERYONE),
    ("agreements", _("Agreements on recognition"), frozenset({Role.ADMINISTRATOR})),
    ("recognition_terms", _("Deadlines of recognition"), frozenset({Role.ADMINISTRATOR})),
    ("chain", _("Stages of approval"), _EVERYONE),
    ("organisation_profile", _("Profile"), frozenset({Role.ADMINISTRATOR})),
    ("rule_sets", _("Rule sets"), _EVERYONE),
    ("signing_keys", _("Signing keys"), frozenset({Role.ADMINISTRATOR, Role.REGISTRAR})),
    ("lti_platforms", _("Learning platforms"), frozenset({Role.ADMINISTRATOR})),
    ("webhooks", _("Webhooks"), frozenset({Role.ADMINISTRATOR, Role.REGISTRAR})),
    ("api_keys", _("API keys"), frozenset({Role.ADMINISTRATOR, Role.REGISTRAR})),
    ("audit_trail", _("Audit trail"), frozenset({Role.ADMINISTRATOR})),
)
MAIN: tuple[tuple[str, StrOrPromise], ...] = (("catalogue", _("Catalogue")), ("verify", _("Check a badge")))
MAIN_FOR_PEOPLE: tuple[tuple[str, StrOrPromise], ...] = (
    ("my_learning", _("My learning")),
    ("my_badges", _("My badges")),
)

_LEARNING = ("/my/quizzes/", "/my/attempts/", "/my/assignments/", "/my/applications/", "/my/integrity/", "/my/plan/")


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a navigation."""

    url: str
    label: StrOrPromise
    current: bool


def sections_for(request: HttpRequest, organisation: Organisation) -> tuple[list[Link], list[Link]]:
    """The sections of an organisation that the person asking may open, and those inside the section they are in."""
    if not request.user.is_authenticated:
        return [], []
    held = roles_of(request.user, organisation)
    work, inside = (
        _links(request, [(name, label) for name, label, roles in group if held & roles], organisation.slug)
        for group in (WORK, ADMINISTRATION)
    )
    here = any(link.current for link in inside)
    if len(inside) > 1:
        return [*work, Link(inside[0].url, _("Administration"), here)], inside if here else []
    return [*work, *inside], []


def main_navigation(request: HttpRequest) -> list[Link]:
    """What stands in the header of every page."""
    return _links(request, [*MAIN, *(MAIN_FOR_PEOPLE if request.user.is_authenticated else ())])


def _links(request: HttpRequest, entries: list[tuple[str, StrOrPromise]], *arguments: str) -> list[Link]:
    links = []
    for name, label in entries:
        try:
            url = reverse(name, args=arguments)
        except NoReverseMatch:
            continue
        links.append((name, url, label))
    here = [url for name, url, _label in links if _is_in(request.path, name, url)]
    nearest = max(here, key=len, default="")
    return [Link(url, label, url == nearest) for _name, url, label in links]


def _is_in(path: str, name: str, url: str) -> bool:
    if name in ("my_learning", "my_badges") and path.startswith(_LEARNING):
        return name == "my_learning"
    return path == url or (name not in ("organisation", "home") and path.startswith(url))
