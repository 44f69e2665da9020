"""An organisation's own sets of rules, which sets it measures itself by, and how designs fare under several."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Query, Router, Status
from pydantic import BaseModel, ConfigDict, Field

from campus.api.caller import key_of, organisation_of
from campus.api.idempotency import idempotent
from campus.api.problem import ProblemError
from campus.api.refusing import faults_of, language_now
from campus.api.v1.shapes import Asked
from campus.people.models import Organisation
from campus.people.roles import require
from campus.policies.chosen import KEEPERS, ChosenPack, choose, chosen_packs, newest_version, pack_of
from campus.policies.models import OwnPackVersion
from campus.policies.own_packs import keep_pack, own_pack, own_packs, show_to_everybody, try_pack
from campus.quality.compatibility import Scope, compatibility_of
from laurel.policy.limits import MAX_PACK
from laurel.policy.pack import Pack, built_in
from laurel.policy.plain import report_as_json

router = Router(tags=["Policies"])
Weighed = Literal["blocking", "warning"]


class FilesAsked(Asked):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)  # kept as sent

    text: str = Field(max_length=MAX_PACK, description="the set of rules as TOML")
    tests: str = Field(default="", max_length=MAX_PACK, description="its tests as TOML; all of them have to come true")


class TriedShown(BaseModel):
    sound: bool = Field(description="true when it could be kept")
    tests: int = Field(description="how many tests were run")
    errors: list[dict[str, Any]] = Field(description="file, pointer, line, rule, code and detail of what is to be mended")


class OwnShown(BaseModel):
    pack: str
    version: str
    tests: int
    kept_at: datetime
    published_at: datetime | None = Field(description="since when everybody may read it; null: only your organisation")


class OwnWhole(OwnShown):
    text: str
    tests_text: str
    versions: list[str] = Field(description="newest first")


class ChosenShown(BaseModel):
    pack: str
    version: str = Field(description="empty where its file can no longer be read")
    weight: Weighed
    newer: str | None = Field(description="the newest version of an own set, where the choice stands on an older one")


class RuleSetsShown(BaseModel):
    chosen: list[ChosenShown]
    own: list[OwnShown]


class ChoicesAsked(Asked):
    packs: dict[str, Weighed] = Field(max_length=10, description="weight by id of a built-in set or of an own one")


class PublicationAsked(Asked):
    published: bool


@router.get(
    "/organisation/policies",
    response=RuleSetsShown,
    summary=gettext_noop("The sets of rules that your organisation chose, and its own"),
)
def list_rule_sets(request: HttpRequest) -> RuleSetsShown:
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    return _all(organisation)


@router.post(
    "/organisation/policies",
    response={201: OwnWhole},
    summary=gettext_noop("Keep a version of a set of rules of your own"),
)
@idempotent()
def keep_rule_set(request: HttpRequest, asked: FilesAsked) -> Status[OwnWhole]:
    organisation = organisation_of(request)
    kept = keep_pack(organisation, text=asked.text, tests=asked.tests, by=key_of(request), at=timezone.now())
    return Status(201, _whole(kept))


@router.post(
    "/organisation/policies/try",
    response=TriedShown,
    summary=gettext_noop("Read a set of rules and run its tests; nothing is kept"),
)
def try_rule_set(request: HttpRequest, asked: FilesAsked) -> TriedShown:
    require(key_of(request), organisation_of(request), *KEEPERS)
    tried = try_pack(asked.text, asked.tests)
    return TriedShown(sound=tried.sound, tests=tried.cases, errors=faults_of(tried))


@router.put(
    "/organisation/policies/chosen",
    response=RuleSetsShown,
    summary=gettext_noop("Choose the sets of rules that your designs are measured by"),
)
def choose_rule_sets(request: HttpRequest, asked: ChoicesAsked) -> RuleSetsShown:
    organisation = organisation_of(request)
    choose(organisation, dict(asked.packs), by=key_of(request), at=timezone.now())
    return _all(organisation)


@router.get(
    "/organisation/policies/{pack_id}",
    response=OwnWhole,
    summary=gettext_noop("One set of rules of your own, with its text"),
)
def get_rule_set(
    request: HttpRequest,
    pack_id: str,
    version: Annotated[str, Query("", max_length=20, description="the newest one without it")],
) -> OwnWhole:
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    versions = own_pack(organisation, pack_id).versions.select_related("pack").order_by("-pk")
    found = versions.filter(version=version).first() if version else versions.first()
    if found is None:
        raise ProblemError(404, "NO_SUCH_POLICY", _("There is no set of rules of this name."))
    return _whole(found)


@router.put(
    "/organisation/policies/{pack_id}/publication",
    response=OwnShown,
    summary=gettext_noop("Let everybody read a set of rules of your own, or nobody else"),
)
def publish_rule_set(request: HttpRequest, pack_id: str, asked: PublicationAsked) -> OwnShown:
    pack = own_pack(organisation_of(request), pack_id)
    show_to_everybody(pack, shown=asked.published, by=key_of(request), at=timezone.now())
    version = own_pack(pack.organisation, pack_id).versions.select_related("pack").order_by("-pk").first()
    if version is None:
        raise ProblemError(404, "NO_SUCH_POLICY", _("There is no set of rules of this name."))
    return _own(version)


@router.get(
    "/compatibility",
    response=dict[str, Any],
    summary=gettext_noop("How many designs meet several sets of rules, which do not, and why"),
)
def get_compatibility(
    request: HttpRequest,
    pack: Annotated[list[str], Query([], max_length=6, description="ids of sets of rules; the chosen ones without it")],
    scope: Annotated[Scope, Query(Scope.DRAFTS, description="`everybody`: what all institutions show in the catalogue")],
) -> dict[str, Any]:
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    packs = [_pack(organisation, each) for each in dict.fromkeys(pack)] or [
        each.pack for each in chosen_packs(organisation) if each.pack is not None
    ]
    report = compatibility_of(organisation, packs, scope=scope, language=language_now(), on=timezone.localdate())
    shown = report_as_json(report.found)
    for subject, each in zip(report.subjects, shown["each"], strict=True):
        each |= {"id": str(subject.design), "version": subject.number, "organisation": subject.organisation.slug}
    return shown | {"scope": str(scope), "left_out": report.left_out}


def _pack(organisation: Organisation, pack_id: str) -> Pack:
    own = next((each for each in own_packs(organisation) if each.pack_id == pack_id), None)
    version = newest_version(own) if own else None
    pack = pack_of(version) if version else built_in().get(pack_id)
    if pack is None:
        raise ProblemError(404, "NO_SUCH_POLICY", _("There is no set of rules of this name."))
    return pack


def _all(organisation: Organisation) -> RuleSetsShown:
    newest = [newest_version(pack) for pack in own_packs(organisation)]
    return RuleSetsShown(
        chosen=[_chosen(each) for each in chosen_packs(organisation)],
        own=[_own(version) for version in newest if version is not None],
    )


def _chosen(each: ChosenPack) -> ChosenShown:
    return ChosenShown(
        pack=each.pack_id,
        version=each.pack.version if each.pack else "",
        weight="blocking" if each.blocking else "warning",
        newer=each.newer.version if each.newer else None,
    )


def _own(version: OwnPackVersion) -> OwnShown:
    return OwnShown(
        pack=version.pack.pack_id,
        version=version.version,
        tests=version.cases,
        kept_at=version.created_at,
        published_at=version.pack.published_at,
    )


def _whole(version: OwnPackVersion) -> OwnWhole:
    names = version.pack.versions.order_by("-pk").values_list("version", flat=True)
    return OwnWhole(**_own(version).model_dump(), text=version.text, tests_text=version.tests, versions=list(names))
