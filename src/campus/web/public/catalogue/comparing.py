"""Up to four micro-credentials side by side, in the same rows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campus.catalogue.browse import offers_of
from campus.catalogue.versions import record_of
from campus.web.elements import LABELS, elements_of
from campus.web.public.catalogue.cards import cards_of

MOST_COMPARED = 4
_SAME_FOR_ALL = ("M1", "M5", "M2")  # learner and date are not in a design, the title heads its column


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    language = get_language() or "en"
    asked = list(dict.fromkeys(map(int, filter(_is_key, request.GET.getlist("offer")))))
    offers = offers_of(asked[:MOST_COMPARED])
    records = [record_of(offer.version) for offer in offers]
    found = [{element.code: element for element in elements_of(record, language=language)} for record in records]
    rows = [
        {"label": label, "cells": [elements.get(code) for elements in found]}
        for code, label in LABELS.items()
        if code not in _SAME_FOR_ALL and any(code in elements for elements in found)
    ]
    cards = cards_of(offers, language, on=timezone.localdate())
    page = {
        "cards": cards,
        "any_start": any(card.start for card in cards),
        "rows": rows,
        "left_out": max(0, len(asked) - MOST_COMPARED),
        "most": MOST_COMPARED,
    }
    return render(request, "public/catalogue/compare.html", page)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16
