"""The learner's assignments: which there are, writing and handing in, the receipt, and feedback once it is released."""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.base.limits import at_most
from campus.base.refusals import Refusal
from campus.learning.learners import enrolments_of
from campus.learning.models import Enrolment
from campus.marking import handing_in
from campus.marking.feedback import feedback_of
from campus.marking.file_kinds import KINDS, named
from campus.marking.handing_in import Closed, Standing, standing_of, submissions_of
from campus.marking.models import Assignment, Submission, SubmissionFile
from campus.people.scope import NotFoundError
from campus.web.forms import refuse
from campus.web.inside import PersonRequest
from campus.web.learner import appeals
from campus.web.pages import private_page
from campus.web.work.showing import criteria_in, file_to_download, levels_in

PER_PAGE = 20


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, each checked on its own."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The files."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(each, initial) for each in given]


class WorkForm(forms.Form):
    text = forms.CharField(
        label=_("Your text"),
        required=False,
        max_length=handing_in.LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    links = forms.CharField(
        label=_("Links"),
        required=False,
        max_length=handing_in.MOST_LINKS * handing_in.LONGEST_LINK,
        help_text=_("One web address a line. Make sure that your assessors can open them."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    uploads = FilesField(label=_("Add files"), required=False)
    revision = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    window = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    def __init__(self, assignment: Assignment, *arguments: Any, **named_ones: Any) -> None:
        super().__init__(*arguments, **named_ones)
        kinds = {key: KINDS[key] for key in assignment.kinds if key in KINDS} or KINDS
        self.fields["uploads"].help_text = gettext("At most {count} files of up to {size} MB each: {kinds}.").format(
            count=assignment.most_files, size=f"{assignment.largest_file / 1024**2:g}", kinds=named(kinds)
        )
        self.fields["uploads"].widget.attrs["accept"] = ",".join(ending for kind in kinds.values() for ending in kind.endings)
        takes = {"text": assignment.takes_text, "links": assignment.takes_links, "uploads": assignment.takes_files}
        for name, taken in takes.items():
            if not taken:
                del self.fields[name]


@require_safe
@login_required
def my_assignments(request: PersonRequest) -> HttpResponse:
    mine = enrolments_of(request.user).values("cohort")
    found = Assignment.objects.filter(cohort__in=mine).exclude(state=Assignment.State.DRAFT)
    rows = found.select_related("cohort__organisation").order_by("state", "-due_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    enrolled = {
        each.cohort_id: each for each in enrolments_of(request.user).filter(cohort__in=[each.cohort_id for each in page])
    }
    now, language = timezone.now(), get_language() or "en"
    cards = [
        {"assignment": each, "title": each.title_in(language), **card_of(standing_of(each, enrolled[each.cohort_id], at=now))}
        for each in page
    ]
    return private_page(request, "learner/assignments/list.html", {"cards": cards, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_assignment(request: PersonRequest, assignment_id: uuid.UUID) -> HttpResponse:
    assignment, enrolment = _mine(request, assignment_id)
    if request.method != "POST":
        return _page(request, assignment, enrolment, None)
    form = WorkForm(assignment, request.POST, request.FILES)
    if form.is_valid():
        try:
            return _received(request, assignment, enrolment, form)
        except Refusal as refusal:
            if isinstance(refusal, NotFoundError):
                raise
            refuse(form, refusal, files="uploads")
    return _page(request, assignment, enrolment, form)


@require_POST
@login_required
def save(request: PersonRequest, assignment_id: uuid.UUID) -> HttpResponse:
    assignment, enrolment = _mine(request, assignment_id)
    form, said, draft = WorkForm(assignment, request.POST), "", None
    if form.is_valid():
        try:
            draft = _kept(assignment, enrolment, form)
        except Refusal as refusal:
            if isinstance(refusal, NotFoundError):
                raise
            said = str(refusal.message)
    return private_page(request, "learner/assignments/saved.html", {"draft": draft, "said": said, "now": timezone.now()})


@require_POST
@login_required
def remove_file(request: PersonRequest, assignment_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    assignment, enrolment = _mine(request, assignment_id)
    form = WorkForm(assignment, request.POST)
    if "window" in request.POST and form.is_valid():  # what is typed but not saved yet comes along with the button
        try:
            _kept(assignment, enrolment, form)
        except Refusal as refusal:
            if isinstance(refusal, NotFoundError):
                raise
            messages.error(request, str(refusal.message))
    handing_in.remove_file(assignment, enrolment, public_id=file_id, at=timezone.now())
    return redirect("my_assignment", assignment_id)


@require_safe
@login_required
def file(request: PersonRequest, assignment_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    assignment, enrolment = _mine(request, assignment_id)
    found = SubmissionFile.objects.filter(
        submission__assignment=assignment, submission__enrolment=enrolment, public_id=file_id
    ).first()
    if found is None:
        raise NotFoundError
    return file_to_download(found)


@require_POST
@login_required
def take_back(request: PersonRequest, assignment_id: uuid.UUID) -> HttpResponse:
    assignment, enrolment = _mine(request, assignment_id)
    try:
        handing_in.take_back(assignment, enrolment, by=request.user, at=timezone.now())
    except Refusal as refusal:
        if isinstance(refusal, NotFoundError):
            raise
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, gettext("It is a draft again. Hand it in before the deadline."))
    return redirect("my_assignment", assignment_id)


@require_safe
@login_required
def receipt(request: PersonRequest, assignment_id: uuid.UUID, number: int) -> HttpResponse:
    assignment, enrolment = _mine(request, assignment_id)
    submission = next((each for each in submissions_of(assignment, enrolment) if each.number == number), None)
    if submission is None or submission.state == Submission.State.DRAFT:
        raise NotFoundError
    submission.assignment = assignment
    language = get_language() or "en"
    told = feedback_of(submission)
    criteria = (
        []
        if told is None
        else [
            {
                "statement": each.criterion.statement.text(language),
                "levels": [
                    level for level in levels_in(each.criterion, language) if level["id"] in {one.id for one in each.levels}
                ],
                "comments": each.comments,
            }
            for each in told.criteria
        ]
    )
    context = {
        **_frame(assignment),
        "submission": submission,
        "files": submission.files.defer("content").order_by("pk"),
        "told": told,
        "criteria": criteria,
        **appeals.shown(submission),
        "cases": submission.cases.order_by("pk"),
        "may_take_back": _may_take_back(assignment, submission),
    }
    return private_page(request, "learner/assignments/receipt.html", context)


def _received(request: PersonRequest, assignment: Assignment, enrolment: Enrolment, form: WorkForm) -> HttpResponse:
    now = timezone.now()
    sent = request.FILES.getlist("uploads") if "uploads" in form.fields else []
    if sent:
        at_most(request, "hand-in-files", times=60, seconds=60, at=now)
    _kept(assignment, enrolment, form)
    for upload in sent[: assignment.most_files + 1]:
        content = upload.read(min(assignment.largest_file, settings.UPLOAD_LIMIT) + 1)
        handing_in.add_file(assignment, enrolment, name=upload.name or "", content=content, at=now)
    if request.POST.get("go") == "hand_in":
        submission = handing_in.hand_in(assignment, enrolment, at=now)
        messages.success(request, gettext("Your work is handed in. This page is your receipt."))
        return redirect("my_submission", assignment.public_id, submission.number)
    messages.success(request, gettext("Your draft is saved. It is not handed in yet."))
    return redirect("my_assignment", assignment.public_id)


def _kept(assignment: Assignment, enrolment: Enrolment, form: WorkForm) -> Submission:
    sent = form.cleaned_data
    return handing_in.save_draft(
        assignment,
        enrolment,
        text=sent.get("text", ""),
        links=sent.get("links", "").splitlines(),
        revision=sent["revision"],
        window=sent["window"],
        at=timezone.now(),
    )


def _page(request: PersonRequest, assignment: Assignment, enrolment: Enrolment, form: WorkForm | None) -> HttpResponse:
    standing = standing_of(assignment, enrolment, at=timezone.now())
    draft = standing.draft
    if form is None and standing.may_hand_in:
        initial = {
            "text": draft.text if draft else "",
            "links": "\n".join(draft.links) if draft else "",
            "revision": draft.revision if draft else None,
            "window": secrets.token_hex(16),
        }
        form = WorkForm(assignment, initial=initial)
    language = get_language() or "en"
    context = {
        **_frame(assignment),
        "instructions": assignment.instructions_in(language),
        "criteria": criteria_in(assignment, language),
        "standing": standing,
        "why_not": None if standing.closed is None else handing_in.WHY[standing.closed],
        "waits": standing.closed is Closed.NOT_OPEN_YET,
        "draft": draft,
        "files": draft.files.defer("content").order_by("pk") if draft else [],
        "attempts": [each for each in submissions_of(assignment, enrolment) if each.state != Submission.State.DRAFT],
        "form": form if standing.may_hand_in else None,
    }
    wrong = form is not None and bool(form.errors)
    return private_page(request, "learner/assignments/assignment.html", context, status=400 if wrong else 200)


def _frame(assignment: Assignment) -> dict[str, Any]:
    return {"assignment": assignment, "title": assignment.title_in(get_language() or "en"), "zone": assignment.time_zone}


def card_of(standing: Standing) -> dict[str, Any]:
    """What a list says of one assignment."""
    latest = standing.latest
    if standing.may_hand_in:
        word, tone = (_("Draft saved"), "attention") if standing.draft else (_("You can hand in"), "attention")
    elif latest is not None and latest.state == Submission.State.RELEASED:
        word, tone = _("Feedback is here"), "valid"
    elif latest is not None:
        word, tone = _("Handed in, feedback follows"), "valid"
    else:
        word, tone = (_("Not open yet"), "unknown") if standing.closed is Closed.NOT_OPEN_YET else (_("Over"), "unknown")
    return {"word": word, "tone": tone, "due_at": standing.deadline.due_at}


def _may_take_back(assignment: Assignment, submission: Submission) -> bool:
    in_time = submission.due_at is None or timezone.now() <= submission.due_at
    is_open = assignment.state == Assignment.State.OPEN
    begun = submission.marks.exclude(state="allotted").exists()
    return submission.state == Submission.State.SUBMITTED and in_time and is_open and not begun


def _mine(request: PersonRequest, assignment_id: uuid.UUID) -> tuple[Assignment, Enrolment]:
    rows = Assignment.objects.select_related("cohort__organisation", "cohort__design_version")
    assignment = rows.filter(public_id=assignment_id).exclude(state=Assignment.State.DRAFT).first()
    enrolment = None
    if assignment is not None:
        enrolment = enrolments_of(request.user).filter(cohort=assignment.cohort).order_by("pk").first()
    if assignment is None or enrolment is None:
        raise NotFoundError
    return assignment, enrolment
