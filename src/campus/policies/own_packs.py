"""Rule sets that an organisation writes itself: read, tested, kept in versions, shown to everybody if it wants that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.people.models import Organisation
from campus.people.roles import Actor, person_of, require
from campus.people.scope import NotFoundError
from campus.policies.chosen import KEEPERS
from campus.policies.models import OwnPack, OwnPackVersion
from laurel.errors import PolicyError, Problem
from laurel.policy.cases import Mismatch, read_cases, run_cases
from laurel.policy.limits import MAX_PACK
from laurel.policy.own import read_own
from laurel.policy.pack import Pack

_LINE = re.compile(r"\bat line (\d+)")
_RULE = re.compile(r"^/rule/(\d+)")
_RULE_HEADER = re.compile(r"^\s*\[\[\s*rule\s*\]\]", re.MULTILINE)
_CASE = re.compile(r"^/case/(\d+)")
_CASE_HEADER = re.compile(r"^\s*\[\[\s*case\s*\]\]", re.MULTILINE)
_ID_AT = re.compile(r"""^\s*id\s*=\s*["']([^"']+)["']""", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something to mend in one of the two files: the line and the rule where they are known."""

    file: str  # "pack" or "tests"
    at: str
    code: str
    en: str
    bg: str
    line: int | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What reading a pack and running its tests found; `pack` is None where it cannot be read."""

    pack: Pack | None
    cases: int
    faults: tuple[Fault, ...]
    mismatches: tuple[Mismatch, ...]

    @property
    def sound(self) -> bool:
        """True when it may be kept."""
        return self.pack is not None and not self.faults and not self.mismatches


class FaultyPackError(Refusal):
    """The pack cannot be read, or its tests fail; `tried` names every place."""

    code = "FAULTY_PACK"
    text = _("The rule set is not kept: something in it has to be mended.")

    def __init__(self, tried: Tried) -> None:
        self.tried = tried
        super().__init__()


class VersionTakenError(Refusal):
    """A version of this name is kept already and stays as it is."""

    code = "VERSION_TAKEN"
    text = _("Version {version} of this rule set is kept already and stays as it is. Give the new one another version.")


def try_pack(text: str, tests: str = "") -> Tried:
    """Read a pack and run the tests beside it; nothing is kept."""
    faults: list[Fault] = []
    pack = None
    try:
        pack = read_own(text)
    except PolicyError as error:
        faults += [_fault("pack", each, text) for each in error.problems]
    cases, mismatches = _run(pack, tests, faults)
    return Tried(pack=pack, cases=cases, faults=tuple(faults), mismatches=mismatches)


@transaction.atomic
def keep_pack(organisation: Organisation, *, text: str, tests: str = "", by: Actor, at: datetime) -> OwnPackVersion:
    """Keep a new version of an own rule set: the one whose id the file states, which begins here if it is new.

    Raises:
        NotAllowedError: neither quality officer nor administrator there.
        FaultyPackError: it cannot be read, has the id of a built-in rule set, or a test fails.
        VersionTakenError: this version is kept already with another text.
    """
    require(by, organisation, *KEEPERS)
    text, tests = _lines(text), _lines(tests)
    tried = try_pack(text, tests)
    if tried.pack is None or not tried.sound:
        raise FaultyPackError(tried)
    pack, _made = OwnPack.objects.get_or_create(organisation=organisation, pack_id=tried.pack.id, defaults={"created_at": at})
    kept = pack.versions.filter(version=tried.pack.version).first()
    if kept is not None and (kept.text, kept.tests) == (text, tests):
        return kept
    try:
        with transaction.atomic():
            version = OwnPackVersion.objects.create(
                pack=pack,
                version=tried.pack.version,
                text=text,
                tests=tests,
                cases=tried.cases,
                written_by=person_of(by),
                created_at=at,
            )
    except IntegrityError:
        raise VersionTakenError(field="text", version=tried.pack.version) from None
    _note("policies.version_kept", pack, by=by, at=at, version=version.version)
    return version


@transaction.atomic
def show_to_everybody(pack: OwnPack, *, shown: bool, by: Actor, at: datetime) -> OwnPack:
    """Publish a rule set's newest version among the public ones, or take it away from there.

    Raises:
        NotAllowedError: neither quality officer nor administrator there.
    """
    require(by, pack.organisation, *KEEPERS)
    changed = OwnPack.objects.filter(pk=pack.pk, published_at__isnull=shown).update(published_at=at if shown else None)
    if changed:
        _note("policies.published" if shown else "policies.unpublished", pack, by=by, at=at)
    return OwnPack.objects.select_related("organisation").get(pk=pack.pk)


def own_packs(organisation: Organisation) -> Sequence[OwnPack]:
    """Every rule set of the organisation's own, by id."""
    return list(OwnPack.objects.filter(organisation=organisation).select_related("organisation").order_by("pack_id"))


def own_pack(organisation: Organisation, pack_id: str) -> OwnPack:
    """One of them.

    Raises:
        NotFoundError: there is none of this id here.
    """
    found = OwnPack.objects.filter(organisation=organisation, pack_id=pack_id).select_related("organisation").first()
    if found is None:
        raise NotFoundError
    return found


def published_packs() -> Sequence[OwnPack]:
    """The rule sets that organisations let everybody read, by organisation and id."""
    shown = OwnPack.objects.filter(published_at__isnull=False).select_related("organisation")
    return list(shown.order_by("organisation__slug", "pack_id"))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x00", "")


def _run(pack: Pack | None, tests: str, faults: list[Fault]) -> tuple[int, tuple[Mismatch, ...]]:
    if not tests.strip():
        return 0, ()
    try:
        cases = read_cases(tests)
        return len(cases), () if pack is None else run_cases(pack, cases)
    except PolicyError as error:
        faults += [_fault("tests", each, tests) for each in error.problems]
        return 0, ()


def _fault(file: str, problem: Problem, text: str) -> Fault:
    line, rule = _place(problem, text if len(text) <= MAX_PACK else "")
    return Fault(file=file, at=problem.at, code=problem.code, en=problem.en, bg=problem.bg, line=line, rule=rule)


def _place(problem: Problem, text: str) -> tuple[int | None, str]:
    """The line where the table that is at fault begins, and the id of the rule in it."""
    if told := _LINE.search(problem.en):
        return int(told[1]), ""
    for inside, header in ((_RULE, _RULE_HEADER), (_CASE, _CASE_HEADER)):
        if found := inside.match(problem.at):
            headers = list(header.finditer(text))
            index = int(found[1])
            if index < len(headers):
                start = headers[index].start()
                end = headers[index + 1].start() if index + 1 < len(headers) else len(text)
                named = _ID_AT.search(text, start, end)
                lead = len(headers[index].group()) - len(headers[index].group().lstrip())
                return text.count("\n", 0, start + lead) + 1, named[1] if named else ""
    return _line_of_key(problem.at, text), ""


def _line_of_key(at: str, text: str) -> int | None:
    key = at.strip("/").partition("/")[0]
    found = re.search(rf"^\s*{re.escape(key)}\b", text, re.MULTILINE) if key else None
    return text.count("\n", 0, found.end()) + 1 if found else None


def _note(action: str, pack: OwnPack, *, by: Actor, at: datetime, **details: object) -> None:
    audit.note(
        action,
        actor=person_of(by),
        organisation=pack.organisation_id,
        subject_kind="rule_set",
        subject=pack.pk,
        at=at,
        pack=pack.pack_id,
        **details,
    )
