"""Question banks: questions are kept, changed and retired here; quizzes take them from here when they open."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.pictures import reencode
from campus.base.refusals import Refusal
from campus.learning.models import BankQuestion, QuestionBank, QuestionPicture
from campus.learning.quizzes.check import read_question
from campus.learning.quizzes.questions import AnyQuestion
from campus.people.models import Organisation, Role
from campus.people.roles import Actor, person_of, require
from campus.people.scope import NotFoundError

AUTHORS = (Role.AUTHOR, Role.ASSESSOR)  # who may see questions with their answers, and change them
LONGEST_EDGE = 2000


class BankTitleTakenError(Refusal):
    """Another bank of the organisation has this title."""

    code = "BANK_TITLE_TAKEN"
    text = _("Another question bank has this title.")


class BankTitleMissingError(Refusal):
    """A bank needs a title."""

    code = "BANK_TITLE_MISSING"
    text = _("Give the question bank a title.")


class QuestionTwiceError(Refusal):
    """The bank holds exactly this question already."""

    code = "QUESTION_TWICE"
    text = _("The bank holds exactly this question already.")


class QuestionMovedOnError(Refusal):
    """Somebody else changed or retired it meanwhile."""

    code = "QUESTION_MOVED_ON"
    text = _("Somebody else has changed this question in the meantime. Look at it again.")


@transaction.atomic
def create_bank(organisation: Organisation, *, title: str, by: Actor, at: datetime) -> QuestionBank:
    """Begin a question bank.

    Raises:
        NotAllowedError: neither author nor assessor there.
        BankTitleMissingError, BankTitleTakenError.
    """
    require(by, organisation, *AUTHORS)
    if not title.strip():
        raise BankTitleMissingError(field="title")
    try:
        with transaction.atomic():
            bank = QuestionBank.objects.create(
                organisation=organisation, title=" ".join(title.split())[:200], created_by=person_of(by), created_at=at
            )
    except IntegrityError:
        raise BankTitleTakenError(field="title") from None
    _note("question_bank.created", bank, by=by, at=at)
    return bank


def bank_in(organisation: Organisation, public_id: UUID | str) -> QuestionBank:
    """The organisation's bank with this id.

    Raises:
        NotFoundError: there is none.
    """
    found = QuestionBank.objects.select_related("organisation").filter(organisation=organisation, public_id=public_id).first()
    if found is None:
        raise NotFoundError
    return found


def live_questions(bank: QuestionBank, *, category: str = "") -> QuerySet[BankQuestion]:
    """The bank's questions that are not retired, of one category and those below it, oldest first."""
    found = BankQuestion.objects.filter(bank=bank, retired_at__isnull=True).order_by("pk")
    if category:
        found = found.filter(category=category) | found.filter(category__startswith=f"{category}/")
    return found


@transaction.atomic
def add_question(bank: QuestionBank, *, question: AnyQuestion, by: Actor, at: datetime) -> BankQuestion:
    """Keep a new question.

    Raises:
        NotAllowedError: neither author nor assessor there.
        QuestionTwiceError: the bank has it already.
    """
    require(by, bank.organisation, *AUTHORS)
    try:
        with transaction.atomic():
            return BankQuestion.objects.create(bank=bank, changed_by=person_of(by), changed_at=at, **facts_of(question))
    except IntegrityError:
        raise QuestionTwiceError from None


@transaction.atomic
def change_question(row: BankQuestion, *, question: AnyQuestion, revision: int, by: Actor, at: datetime) -> BankQuestion:
    """Put a question in the place of what stood there at `revision`.

    Raises:
        NotAllowedError: neither author nor assessor there.
        QuestionMovedOnError: it was changed or retired since.
        QuestionTwiceError: the bank has the same question elsewhere.
    """
    require(by, row.bank.organisation, *AUTHORS)
    facts = {**facts_of(question), "revision": revision + 1, "changed_by": person_of(by), "changed_at": at}
    try:
        with transaction.atomic():
            same = BankQuestion.objects.filter(pk=row.pk, revision=revision, retired_at__isnull=True)
            if not same.update(**facts):
                raise QuestionMovedOnError
    except IntegrityError:
        raise QuestionTwiceError from None
    return BankQuestion.objects.select_related("bank__organisation").get(pk=row.pk)


@transaction.atomic
def retire_question(row: BankQuestion, *, by: Actor, at: datetime) -> None:
    """Take a question out of the bank. Quizzes that are open keep it. Retiring twice is the same as once.

    Raises:
        NotAllowedError: neither author nor assessor there.
    """
    require(by, row.bank.organisation, *AUTHORS)
    if BankQuestion.objects.filter(pk=row.pk, retired_at__isnull=True).update(retired_at=at):
        audit.note(
            "question.retired",
            actor=person_of(by),
            organisation=row.bank.organisation_id,
            subject_kind="question",
            subject=row.pk,
            at=at,
        )


def question_of(row: BankQuestion) -> AnyQuestion:
    """The question a row holds."""
    content: Mapping[str, Any] = row.content
    return read_question(content)


def facts_of(question: AnyQuestion) -> dict[str, Any]:
    """What a row holds of a question."""
    content = question.model_dump(mode="json")
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {
        "title": question.title,
        "kind": question.type,
        "category": question.category,
        "content": content,
        "digest": hashlib.sha256(canonical.encode()).hexdigest(),
    }


def as_picture(content: bytes) -> tuple[str, bytes]:
    """A picture of a stranger, written anew, with its name.

    Raises:
        BadPictureError: no picture that is taken.
    """
    clean = reencode(content, edge=LONGEST_EDGE)
    return hashlib.sha256(clean).hexdigest(), clean


def keep_picture(bank: QuestionBank, *, content: bytes) -> str:
    """Keep a picture for the bank's questions; its name.

    Raises:
        BadPictureError: no picture that is taken.
    """
    name, clean = as_picture(content)
    QuestionPicture.objects.get_or_create(bank=bank, name=name, defaults={"content": clean})
    return name


def picture_of(bank: QuestionBank, name: str) -> bytes:
    """The PNG of a picture of the bank.

    Raises:
        NotFoundError: it has none of that name.
    """
    found = QuestionPicture.objects.filter(bank=bank, name=name).first()
    if found is None:
        raise NotFoundError
    return bytes(found.content)


def picture_named(organisation: Organisation, name: str) -> bytes:
    """The PNG of a picture that some bank of the organisation holds: the name is a digest, so all of that name are one.

    Raises:
        NotFoundError: there is none.
    """
    found = QuestionPicture.objects.filter(bank__organisation=organisation, name=name).first()
    if found is None:
        raise NotFoundError
    return bytes(found.content)


def _note(action: str, bank: QuestionBank, *, by: Actor, at: datetime) -> None:
    audit.note(
        action, actor=person_of(by), organisation=bank.organisation_id, subject_kind="question_bank", subject=bank.pk, at=at
    )
