"""An agreement for whoever signs it for the other institution."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from campus.base.refusals import Refusal
from campus.recognition import agreement_signing
from campus.web.forms import refuse
from campus.web.inside import PersonRequest
from campus.web.pages import private_page
from campus.web.recognition.agreements import SignForm, shown
from campus.web.step_up import require_recent_log_in


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_agreement(request: PersonRequest, agreement_id: uuid.UUID) -> HttpResponse:
    found = agreement_signing.for_signatory(request.user, agreement_id)
    texts = list(found.texts.filter(offered_at__isnull=False).order_by("-number"))
    waiting = next((each for each in texts if each.in_force_at is None), None)
    digest = "" if waiting is None else waiting.digest
    form = SignForm(request.POST or None, initial={"digest": digest})
    if request.method == "POST":
        require_recent_log_in(request)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            agreement_signing.sign_there(
                found, digest=said["digest"], position=said["position"], by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("Signed. The agreement is in force as soon as both sides have signed."))
            return redirect("my_agreement", found.public_id)
    language, today = get_language() or "en", timezone.localdate()
    signed = waiting is not None and waiting.signatures.filter(side="there").exists()
    context = {
        "agreement": found,
        "texts": [shown(each, language, on=today) for each in texts],
        "form": form if waiting is not None and not signed and found.ended_at is None else None,
        "signed": signed,
    }
    return private_page(request, "learner/recognition/agreement.html", context, status=400 if form.errors else 200)
