"""Questions in and out as files, and their pictures."""

from __future__ import annotations

import uuid

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from campus.base.refusals import Refusal
from campus.learning.models import QuestionBank
from campus.learning.question_banks import AUTHORS, bank_in, picture_of
from campus.learning.question_files import FORMS, Imported, SomeUnreadableError, export_questions, import_questions
from campus.learning.quizzes.exchange.reading import Reading
from campus.people.models import Organisation
from campus.people.scope import NotFoundError
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import PRIVATE, private_page

TOLD = 200


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("Moodle XML, or a QTI 3 item or package, at most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".xml,.zip,application/xml,application/zip"}),
        error_messages={"required": _("Choose a file first."), "empty": _("The file is empty.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the texts"),
        choices=[("bg", "Български"), ("en", "English")],
        help_text=_("Of texts that do not say theirs."),
    )
    partly = forms.BooleanField(
        label=_("Import the questions that can be read even when others cannot"),
        required=False,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*AUTHORS)
def bring_in(request: PersonRequest, organisation: Organisation, bank_id: uuid.UUID) -> HttpResponse:
    bank = bank_in(organisation, bank_id)
    form = ImportForm(request.POST or None, request.FILES or None, initial={"language": get_language() or "bg"})
    done, reading = None, None
    if request.method == "POST" and form.is_valid():
        done, reading = _import(request, bank, form)
    if done is not None and not done.reading.problems and not done.reading.notes:
        _say(request, done)
        return redirect("question_bank", organisation.slug, bank_id)
    language = "bg" if get_language() == "bg" else "en"
    context = {
        "organisation": organisation,
        "bank": bank,
        "form": form,
        "done": done,
        "readable": len(reading.questions) if reading else 0,
        "problems": [(each.at, getattr(each, language)) for each in reading.problems[:TOLD]] if reading else [],
        "notes": [(each.at, getattr(each, language)) for each in reading.notes[:TOLD]] if reading and done else [],
    }
    return private_page(request, "staff/questions/import.html", context, status=400 if form.errors else 200)


@require_safe
@inside(*AUTHORS)
def take_out(request: PersonRequest, organisation: Organisation, bank_id: uuid.UUID, form: str) -> HttpResponse:
    bank = bank_in(organisation, bank_id)
    if form not in FORMS:
        raise NotFoundError
    media_type, suffix = FORMS[form]
    content = b"".join(export_questions(bank, form, by=request.user, at=timezone.now()))
    headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="questions-{form}.{suffix}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)


@require_safe
@inside(*AUTHORS)
def picture(request: PersonRequest, organisation: Organisation, bank_id: uuid.UUID, name: str) -> HttpResponse:
    content = picture_of(bank_in(organisation, bank_id), name)
    return HttpResponse(content, content_type="image/png", headers={**PRIVATE, "Cache-Control": "private, max-age=86400"})


def _import(request: PersonRequest, bank: QuestionBank, form: ImportForm) -> tuple[Imported | None, Reading | None]:
    file = form.cleaned_data["file"]
    try:
        if not isinstance(file, UploadedFile) or (file.size or 0) > settings.UPLOAD_LIMIT:
            form.add_error("file", _("The file is larger than 20 MB."))
            return None, None
        done = import_questions(
            bank,
            content=file.read(),
            language=form.cleaned_data["language"],
            by=request.user,
            at=timezone.now(),
            partly=form.cleaned_data["partly"],
        )
    except SomeUnreadableError as refusal:
        refuse(form, refusal)
        return None, refusal.reading
    except Refusal as refusal:
        refuse(form, refusal)
        return None, None
    return done, done.reading


def _say(request: PersonRequest, done: Imported) -> None:
    text = ngettext("%(count)s question is imported.", "%(count)s questions are imported.", done.added)
    messages.success(request, text % {"count": done.added})
    if done.known:
        text = ngettext("%(count)s was in the bank already.", "%(count)s were in the bank already.", done.known)
        messages.info(request, text % {"count": done.known})
