"""The letter box of the demonstration: no mail leaves the machine, so this is where people open their links."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campus.base.mail_folder import newest


@never_cache
@require_safe
def demo_mail(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    wanted = request.GET.get("to", "").strip()[:254]
    letters = newest(Path(settings.EMAIL_FILE_PATH), to=wanted)
    return render(request, "public/demo_mail.html", {"letters": letters, "wanted": wanted})
