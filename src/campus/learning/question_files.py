"""Questions in and out of a bank as files of other systems: all that was asked for comes in, or nothing."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.functional import lazystr
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise
from PIL import Image

from campus.base import audit
from campus.base.pictures import BadPictureError
from campus.base.refusals import Refusal
from campus.learning.models import BankQuestion, QuestionBank, QuestionPicture
from campus.learning.question_banks import AUTHORS, as_picture, facts_of, live_questions, picture_of, question_of
from campus.learning.quizzes.exchange.moodle.write import write_moodle
from campus.learning.quizzes.exchange.qti.package import write_package
from campus.learning.quizzes.exchange.read import read_questions
from campus.learning.quizzes.exchange.reading import KeptPicture, Reading
from campus.learning.quizzes.problems import QuestionError
from campus.people.roles import Actor, person_of, require

FORMS = {"moodle": ("application/xml", "xml"), "qti": ("application/zip", "zip")}
BATCH = 200
MOST_PICTURES = 300


class QuestionFileRefusedError(Refusal):
    """The file as a whole cannot be read; `code` is the reader's own."""

    def __init__(self, error: QuestionError) -> None:
        self.error = error
        super().__init__(field="file")
        self.code = error.problems[0].code  # type: ignore[misc]  # one class for every code of the readers

    @property
    def message(self) -> StrOrPromise:
        """What is wrong with the file, in the person's language."""
        return lazystr(self.error.say("bg" if get_language() == "bg" else "en"))


class SomeUnreadableError(Refusal):
    """Not all questions can be read, and all were asked for; `reading` names each."""

    code = "SOME_UNREADABLE"
    text = _("Some questions cannot be read, so nothing was imported. Mend them, or import the others alone.")

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        super().__init__(field="file")


class UnknownFormError(Refusal):
    """There is no such file format."""

    code = "UNKNOWN_FORM"
    text = _("Questions leave as “moodle” or “qti”.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import came to: questions added, those the bank had already, and what the file's reader says."""

    added: int
    known: int
    reading: Reading


@dataclass(slots=True)
class Album:
    """The pictures of one file, taken in but not kept yet."""

    pictures: dict[str, bytes] = field(default_factory=dict)

    def keep(self, content: bytes) -> KeptPicture | None:
        """Take a picture in; None when it is none that we take."""
        if len(self.pictures) >= MOST_PICTURES:
            return None
        try:
            name, clean = as_picture(content)
        except BadPictureError:
            return None
        self.pictures[name] = clean
        with Image.open(io.BytesIO(clean)) as after, Image.open(io.BytesIO(content)) as before:
            scale = Decimal(max(before.size)) / max(after.size)
            return KeptPicture(name=name, width=after.width, height=after.height, scale=scale)


def read_file(content: bytes, *, language: str) -> tuple[Reading, Album]:
    """Read a file without writing anything.

    Raises:
        QuestionFileRefusedError: it cannot be read at all.
    """
    album = Album()
    try:
        return read_questions(content, language=language, keep_picture=album.keep), album
    except QuestionError as error:
        raise QuestionFileRefusedError(error) from error


@transaction.atomic
def import_questions(
    bank: QuestionBank, *, content: bytes, language: str, by: Actor, at: datetime, partly: bool = False
) -> Imported:
    """Add the questions of a file to a bank, in one transaction. The same file twice adds nothing.

    Args:
        bank: where they go.
        content: Moodle XML, a QTI 3 item or package.
        language: of texts that do not say theirs.
        by: who imports.
        at: when.
        partly: import those that can be read even when others cannot.

    Raises:
        NotAllowedError: neither author nor assessor there.
        QuestionFileRefusedError: the file cannot be read at all.
        SomeUnreadableError: some questions cannot be read, and `partly` is not set.
    """
    require(by, bank.organisation, *AUTHORS)
    reading, album = read_file(content, language=language)
    if reading.problems and not partly:
        raise SomeUnreadableError(reading)
    QuestionBank.objects.select_for_update().get(pk=bank.pk)  # imports into one bank wait for each other
    facts = {each["digest"]: each for each in map(facts_of, reading.questions)}
    known = set(live_questions(bank).filter(digest__in=list(facts)).values_list("digest", flat=True))
    rows = [
        BankQuestion(bank=bank, changed_by=person_of(by), changed_at=at, **each)
        for digest, each in facts.items()
        if digest not in known
    ]
    used = {each.picture.name for each in reading.questions if each.picture is not None}
    pictures = [QuestionPicture(bank=bank, name=name, content=album.pictures[name]) for name in sorted(used)]
    QuestionPicture.objects.bulk_create(pictures, batch_size=20, ignore_conflicts=True)
    BankQuestion.objects.bulk_create(rows, batch_size=BATCH)
    audit.note(
        "questions.imported",
        actor=person_of(by),
        organisation=bank.organisation_id,
        subject_kind="question_bank",
        subject=bank.pk,
        at=at,
        questions=len(rows),
        unreadable=len(reading.problems),
    )
    return Imported(added=len(rows), known=len(reading.questions) - len(rows), reading=reading)


def export_questions(bank: QuestionBank, form: str, *, by: Actor, at: datetime) -> Iterator[bytes]:
    """The bank's questions as a file, piece by piece.

    Raises:
        NotAllowedError: neither author nor assessor there.
        UnknownFormError: `form` is none of `FORMS`.
    """
    require(by, bank.organisation, *AUTHORS)
    if form not in FORMS:
        raise UnknownFormError
    audit.note(
        "questions.exported",
        actor=person_of(by),
        organisation=bank.organisation_id,
        subject_kind="question_bank",
        subject=bank.pk,
        at=at,
        form=form,
    )
    return _pieces(bank, form)


def _pieces(bank: QuestionBank, form: str) -> Iterator[bytes]:
    def load(name: str) -> bytes:
        return picture_of(bank, name)

    rows = live_questions(bank).order_by("category", "pk").iterator(chunk_size=BATCH)
    questions = (question_of(row) for row in rows)
    if form == "moodle":
        for piece in write_moodle(questions, load_picture=load):
            yield piece.encode()
    else:
        yield write_package(questions, load_picture=load)
