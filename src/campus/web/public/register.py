"""The public register of recognition: agreements in force, and how desks decided."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campus.recognition import register
from campus.web.recognition.agreements import shown

PER_PAGE = 20


@require_safe
def recognition_register(request: HttpRequest) -> HttpResponse:
    language, today = get_language() or "en", timezone.localdate()
    words = request.GET.get("q", "").strip()[:200]
    page = Paginator(register.agreements(on=today, words=words), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(each, each.organisation.name_in(language)) for each in register.decided(at=timezone.now())]
    if words:
        wanted = words.casefold()
        rows = [(each, name) for each, name in rows if wanted in f"{each.title} {each.issuer} {name}".casefold()]
    decided = Paginator(rows, PER_PAGE).get_page(request.GET.get("decided"))
    context = {
        "q": words,
        "page": page,
        "texts": [shown(each, language, on=today) for each in page],
        "decided": decided,
    }
    return render(request, "public/register.html", context)
