"""What stands between the draft of a programme and publishing it, requirement by requirement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from campus.recognition import stack_drafts
from campus.recognition.models import Programme
from campus.recognition.stack_drafts import Json
from campus.recognition.stack_reading import awarded_by, design_iri, nameable, read_draft
from laurel.annex1.record import LangString
from laurel.errors import DesignError, Problem
from laurel.stacking import assess


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something to mend before publishing: in words, and the requirement it is about ("" : the whole)."""

    code: str
    en: str
    bg: str
    node: str = ""
    title: LangString | None = None


def faults_of(programme: Programme, *, at: datetime) -> list[Fault]:
    """What stands between the draft and publishing; empty where nothing does."""
    draft, faults = programme.draft, []
    if not draft["requirement"]["parts"]:
        faults.append(_fault("NO_REQUIREMENT", "Nothing is asked for yet: add a requirement.", "Още нищо не се изисква."))
    if not draft["description"]:
        faults.append(_fault("NO_DESCRIPTION", "Say what the programme is.", "Опишете програмата."))
    if awarded_by(programme) is None:
        en = "Choose what is awarded: a published micro-credential of your organisation."
        faults.append(
            _fault("NO_AWARD", en, "Изберете какво се присъжда: публикувана микроквалификация на Вашата организация.")
        )
    if draft["partners"] and not draft["basis"].strip():
        en = "Name the agreement on which credentials of partners count."
        faults.append(_fault("NO_BASIS", en, "Посочете споразумението, по което се зачитат удостоверения на партньори."))
    return [*faults, *_faulty_designs(programme), *_faulty_tree(programme, at=at)]


def _faulty_designs(programme: Programme) -> list[Fault]:
    draft = programme.draft
    known = {design_iri(version.design) for version in nameable(programme.organisation, draft["partners"])}
    faults = []
    for node, _depth in stack_drafts.nodes(draft["requirement"]):
        designs = set(node.get("from", {}).get("designs", ()))
        if designs - known:
            en = "A micro-credential named here is no longer offered, or is not of your organisation or its partners."
            bg = "Посочена тук микроквалификация вече не се предлага или не е на Вашата организация или партньорите ѝ."
            faults.append(_fault("UNKNOWN_DESIGN", en, bg, node))
        if draft["awards"] and any(design.endswith(draft["awards"]) for design in designs):
            en = "What is awarded cannot be one of its own parts."
            faults.append(_fault("ITS_OWN_PART", en, "Присъжданото не може да бъде една от собствените си части.", node))
    return faults


def _faulty_tree(programme: Programme, *, at: datetime) -> list[Fault]:
    draft = programme.draft
    if not draft["requirement"]["parts"]:
        return []
    if groups := _faulty_groups(draft):
        return groups
    try:
        assess(read_draft(programme, draft, 1), [], limits=stack_drafts.limits_of(draft), at=localdate(at))
    except DesignError as error:
        return [_of_problem(draft, problem) for problem in error.problems]
    return []


def _faulty_groups(draft: Json) -> list[Fault]:
    faults = []
    for node, _depth in stack_drafts.nodes(draft["requirement"]):
        parts = len(node.get("parts", ()))
        if node["kind"] in stack_drafts.GROUPS and not parts:
            en = "This group has no parts: add one, or remove the group."
            faults.append(_fault("EMPTY_GROUP", en, "Тази група няма части: добавете част или премахнете групата.", node))
        elif node["kind"] == "some" and node["k"] > parts:
            en = f"{node['k']} of the parts are asked for, and there are only {parts}."
            faults.append(_fault("TOO_FEW_PARTS", en, f"Изискват се {node['k']} от частите, а те са само {parts}.", node))
    return faults


def _of_problem(draft: Json, problem: Problem) -> Fault:
    return _fault(problem.code, problem.en, problem.bg, stack_drafts.where(draft, problem))


def _fault(code: str, en: str, bg: str, node: Json | None = None) -> Fault:
    if node is None:
        return Fault(code=code, en=en, bg=bg)
    return Fault(code=code, en=en, bg=bg, node=node["id"], title=LangString(node.get("title", {})))
