"""Writing a question, mending it, trying it out as a learner would meet it, and taking it out of the bank."""

from __future__ import annotations

import uuid
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST

from campus.base.refusals import Refusal
from campus.learning.models import BankQuestion, QuestionBank
from campus.learning.question_banks import AUTHORS, add_question, bank_in, change_question, question_of, retire_question
from campus.learning.quizzes.paper import Paper, PaperQuestion, Pool, draw
from campus.learning.quizzes.problems import QuestionError
from campus.learning.quizzes.questions import AnyQuestion
from campus.people.models import Organisation
from campus.people.scope import NotFoundError
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.quizzes.showing import sent_answer, shown
from campus.web.quizzes.telling import told
from campus.web.staff.questions.banks import KINDS
from campus.web.staff.questions.form import QuestionForm
from campus.web.staff.questions.rows import row_forms


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*AUTHORS)
def new(request: PersonRequest, organisation: Organisation, bank_id: uuid.UUID, kind: str) -> HttpResponse:
    bank = bank_in(organisation, bank_id)
    if kind not in KINDS:
        raise NotFoundError
    return _editor(request, bank, kind, None)


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*AUTHORS)
def edit(request: PersonRequest, organisation: Organisation, bank_id: uuid.UUID, question_id: uuid.UUID) -> HttpResponse:
    bank = bank_in(organisation, bank_id)
    row = _question_in(bank, question_id)
    return _editor(request, bank, row.kind, row)


@require_POST
@inside(*AUTHORS)
def retire(request: PersonRequest, organisation: Organisation, bank_id: uuid.UUID, question_id: uuid.UUID) -> HttpResponse:
    bank = bank_in(organisation, bank_id)
    retire_question(_question_in(bank, question_id), by=request.user, at=timezone.now())
    messages.success(request, gettext("The question is out of the bank. Quizzes that are open keep it."))
    return redirect("question_bank", organisation.slug, bank_id)


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*AUTHORS)
def preview(request: PersonRequest, organisation: Organisation, bank_id: uuid.UUID, question_id: uuid.UUID) -> HttpResponse:
    bank = bank_in(organisation, bank_id)
    row = _question_in(bank, question_id)
    paper = Paper(pools=(Pool(questions=(PaperQuestion(key=str(row.public_id), question=question_of(row)),)),))
    (slot,) = draw(paper, f"try {row.revision}")
    answer = sent_answer(slot, request.POST) if request.method == "POST" else None
    language = get_language() or "en"
    marked = answer is not None and not request.POST.get("move")
    context = {
        "organisation": organisation,
        "bank": bank,
        "row": row,
        "shown": shown(slot, answer, language=language, picture=partial(_address, bank)),
        "told": told(slot, answer, language=language, shows_answers=True) if marked else None,
    }
    return private_page(request, "staff/questions/try.html", context)


def _editor(request: PersonRequest, bank: QuestionBank, kind: str, row: BankQuestion | None) -> HttpResponse:
    question = None if row is None else question_of(row)
    posted = request.method == "POST"
    form = QuestionForm(request.POST if posted else None, request.FILES or None, kind=kind, question=question)
    rows = row_forms(kind, request.POST if posted else None, question)
    if posted and form.is_valid() and rows.is_valid():
        try:
            made = form.question(rows.cleaned_data, bank)
            saved = _save(request, bank, row, made, int(form.cleaned_data["revision"] or 0))
        except QuestionError as error:
            form.tell(error)
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, gettext("The question is saved. Try it out before a quiz opens with it."))
            return redirect("question_edit", bank.organisation.slug, bank.public_id, saved.public_id)
    if row is not None and not posted:
        form.initial["revision"] = row.revision
    context = {
        "organisation": bank.organisation,
        "bank": bank,
        "kind": kind,
        "kind_name": KINDS[kind],
        "row": row,
        "form": form,
        "rows": rows,
        "picture": _address(bank, question.picture.name) if question is not None and question.picture is not None else "",
    }
    return private_page(request, "staff/questions/edit.html", context, status=400 if form.errors else 200)


def _save(
    request: PersonRequest, bank: QuestionBank, row: BankQuestion | None, question: AnyQuestion, revision: int
) -> BankQuestion:
    now = timezone.now()
    if row is None:
        return add_question(bank, question=question, by=request.user, at=now)
    return change_question(row, question=question, revision=revision, by=request.user, at=now)


def _question_in(bank: QuestionBank, question_id: uuid.UUID) -> BankQuestion:
    found = BankQuestion.objects.select_related("bank__organisation").filter(bank=bank, public_id=question_id).first()
    if found is None or found.retired_at is not None:
        raise NotFoundError
    return found


def _address(bank: QuestionBank, name: str) -> str:
    return reverse("question_picture", args=[bank.organisation.slug, bank.public_id, name])
