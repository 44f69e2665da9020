"""Programmes: begin one, write it, publish a version of it, retire it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.people.models import Organisation, Role
from campus.people.roles import Actor, person_of, require
from campus.recognition import stack_drafts
from campus.recognition.models import Programme, ProgrammeVersion
from campus.recognition.stack_drafts import Json
from campus.recognition.stack_faults import Fault, faults_of
from campus.recognition.stack_reading import awarded_by
from laurel.canon import jcs

WRITERS = (Role.AUTHOR, Role.REGISTRAR)
PUBLISHERS = (Role.APPROVER, Role.QA_OFFICER)
MOST = 500  # programmes of one organisation
MOST_PARTNERS = 30


class ProgrammeTitleMissingError(Refusal):
    """A programme is called something."""

    code = "PROGRAMME_TITLE_MISSING"
    text = _("Give the title in at least one of the two languages.")


class StaleProgrammeError(Refusal):
    """Somebody else changed it in between; nothing was written."""

    code = "STALE_PROGRAMME"
    text = _("Somebody changed this programme after you opened it. Look at it as it is now, then change it again.")


class ProgrammeRetiredError(Refusal):
    """It is offered no longer."""

    code = "PROGRAMME_RETIRED"
    text = _("This programme is no longer offered.")


class TooManyProgrammesError(Refusal):
    """More than anybody offers."""

    code = "TOO_MANY_PROGRAMMES"
    text = _("One organisation has at most {most} programmes.")


class FaultyProgrammeError(Refusal):
    """It cannot be published; `faults` name every place."""

    code = "FAULTY_PROGRAMME"
    text = _("The programme cannot be published yet: something in it has to be mended.")

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__()


class OwnProgrammeError(Refusal):
    """Four eyes."""

    code = "OWN_PROGRAMME"
    text = _("You wrote on this programme. Somebody else has to publish it.")


class NothingNewError(Refusal):
    """The draft is what is published."""

    code = "NOTHING_NEW"
    text = _("Nothing has changed since the last version.")


@transaction.atomic
def create_programme(organisation: Organisation, title: Mapping[str, str], *, by: Actor, at: datetime) -> Programme:
    """Begin a programme.

    Raises:
        NotAllowedError: neither author nor registrar there.
        ProgrammeTitleMissingError: no title.
        TooManyProgrammesError: more than `MOST`.
    """
    require(by, organisation, *WRITERS)
    kept = _text(title)
    if not kept:
        raise ProgrammeTitleMissingError(field="title_en")
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if Programme.objects.filter(organisation=organisation).count() >= MOST:
        raise TooManyProgrammesError(most=MOST)
    person = person_of(by)
    programme = Programme.objects.create(
        organisation=organisation,
        draft=stack_drafts.new_draft(kept),
        edited_by=[person.pk],
        created_by=person,
        created_at=at,
        updated_at=at,
    )
    _note("programme.created", programme, by=by, at=at)
    return programme


def set_facts(programme: Programme, facts: Json, *, revision: int, by: Actor, at: datetime) -> Programme:
    """Write everything but the requirements. `facts` has the names of `stack_drafts.FACTS`.

    Raises:
        NotAllowedError, StaleProgrammeError, ProgrammeRetiredError: see `rewrite`.
        ProgrammeTitleMissingError: no title.
    """
    kept: Json = {name: facts[name] for name in stack_drafts.FACTS if name in facts}
    if "title" in kept and not _text(kept["title"]):
        raise ProgrammeTitleMissingError(field="title_en")
    return rewrite(programme, lambda draft: {**draft, **kept}, revision=revision, by=by, at=at)


@transaction.atomic
def rewrite(
    programme: Programme, change: Callable[[Json], Json], *, revision: int | None, by: Actor, at: datetime
) -> Programme:
    """Change the draft, if nobody else did since `revision` was read (None: whatever it is now).

    Raises:
        NotAllowedError: neither author nor registrar there.
        StaleProgrammeError: it has another revision now.
        ProgrammeRetiredError: it is no longer offered.
        Refusal: what `change` raises.
    """
    locked = _locked(programme)
    require(by, locked.organisation, *WRITERS)
    if locked.state == Programme.State.RETIRED:
        raise ProgrammeRetiredError
    if revision is not None and locked.draft_revision != revision:
        raise StaleProgrammeError
    draft = change(locked.draft)
    if draft != locked.draft:
        locked.draft, locked.draft_revision, locked.updated_at = draft, locked.draft_revision + 1, at
        locked.edited_by = sorted({*locked.edited_by, person_of(by).pk})
        locked.save(update_fields=["draft", "draft_revision", "updated_at", "edited_by"])
        _note("programme.changed", locked, by=by, at=at, revision=locked.draft_revision)
    return locked


@transaction.atomic
def publish(programme: Programme, *, by: Actor, at: datetime) -> ProgrammeVersion:
    """Freeze the draft as the next version; from now on learners can apply.

    Raises:
        NotAllowedError: neither approver nor quality officer there.
        OwnProgrammeError: the person changed the draft since the last version.
        ProgrammeRetiredError, NothingNewError.
        FaultyProgrammeError: something has to be mended.
    """
    locked = _locked(programme)
    require(by, locked.organisation, *PUBLISHERS)
    person = person_of(by)
    if locked.state == Programme.State.RETIRED:
        raise ProgrammeRetiredError
    if not locked.edited_by:
        raise NothingNewError
    if person.pk in locked.edited_by:
        raise OwnProgrammeError
    faults, awarded = faults_of(locked, at=at), awarded_by(locked)
    if faults or awarded is None:
        raise FaultyProgrammeError(faults)
    number = (locked.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    text = jcs.canonicalize({name: value for name, value in locked.draft.items() if name != "next"}).decode()
    title = locked.draft["title"]
    version = ProgrammeVersion.objects.create(
        programme=locked,
        number=number,
        record=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        title_bg=title.get("bg", "")[:500],
        title_en=title.get("en", "")[:500],
        awards=awarded,
        author_id=locked.edited_by[-1],
        published_by=person,
        published_at=at,
    )
    locked.state, locked.edited_by, locked.updated_at = Programme.State.PUBLISHED, [], at
    locked.save(update_fields=["state", "edited_by", "updated_at"])
    _note("programme.published", locked, by=by, at=at, number=number, digest=version.digest)
    return version


@transaction.atomic
def retire(programme: Programme, *, by: Actor, at: datetime) -> Programme:
    """Offer it no longer: nobody can apply, applications that wait are still decided. Doing it again changes nothing.

    Raises:
        NotAllowedError: neither approver nor quality officer there.
    """
    locked = _locked(programme)
    require(by, locked.organisation, *PUBLISHERS)
    if locked.state != Programme.State.RETIRED:
        locked.state, locked.updated_at = Programme.State.RETIRED, at
        locked.save(update_fields=["state", "updated_at"])
        _note("programme.retired", locked, by=by, at=at)
    return locked


def _text(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: text.strip() for language, text in texts.items() if text.strip()}


def _locked(programme: Programme) -> Programme:
    return Programme.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=programme.pk)


def _note(action: str, programme: Programme, *, by: Actor, at: datetime, **details: Any) -> None:
    audit.note(
        action,
        actor=person_of(by),
        organisation=programme.organisation_id,
        subject_kind="programme",
        subject=programme.pk,
        at=at,
        **details,
    )
