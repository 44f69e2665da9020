"""The verify page: whatever somebody was shown, from any issuer, explained. Nothing that is sent here is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from campus.base.limits import at_most
from campus.base.refusals import Refusal
from campus.verification.check import MOST_BYTES, Finding, check_presented
from campus.verification.fetch import guarded_fetcher
from campus.web.forms import refuse
from campus.web.public.badge_facts import worst_of
from laurel.errors import LaurelError, Phrase
from laurel.fetching import Fetcher
from laurel.timestamp import parse_timestamp

MOST_SKILLS = 30
_SHARE = re.compile(r"/s/([A-Za-z0-9_-]{43})/?(?:[?#].*)?")


class CannotFetchError(Refusal):
    """The address gave us nothing we may check."""

    code = "CANNOT_FETCH"
    text = _("We could not get a badge from this address ({why}). Download the file yourself and drop it here.")


class VerifyForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("A badge picture (PNG or SVG), a PDF certificate, or a file ending in .json or .jwt."),
        widget=forms.FileInput(attrs={"accept": ".png,.svg,.pdf,.json,.jsonld,.jwt,.txt"}),
    )
    text = forms.CharField(
        label=_("Link or text"),
        required=False,
        max_length=MOST_BYTES,
        help_text=_("The address of a badge page, or the text of a badge."),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
        strip=True,
    )

    def clean_file(self) -> UploadedFile[bytes] | None:
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This file is too large for a badge. The limit is 6 MB."))
        return file

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        if not self.errors and not cleaned.get("file") and not cleaned.get("text"):
            raise forms.ValidationError(_("Choose a file, or paste a link or a text."))
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "public/verify.html", {"form": VerifyForm()})
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "public/verify.html", {"form": form}, status=400)
    own = _own_share(form.cleaned_data["text"])
    if own and not form.cleaned_data["file"]:
        return redirect("badge", own)
    try:
        at_most(request, "verify", times=30, seconds=60, at=timezone.now())
        finding = _check(form)
    except Refusal as refusal:
        refuse(form, refusal)
        return render(request, "public/verify.html", {"form": form}, status=429 if refusal.code == "TOO_OFTEN" else 422)
    return render(request, "public/verify.html", {"form": VerifyForm(), **_result(finding)})


def _check(form: VerifyForm) -> Finding:
    fetch = guarded_fetcher()
    content = content_of(form.cleaned_data["file"], form.cleaned_data["text"], fetch)
    return check_presented(content, at=timezone.now(), fetch=fetch)


def content_of(file: UploadedFile[bytes] | None, text: str, fetch: Fetcher) -> bytes:
    """What somebody handed over: a file, else a text, or what stands at an address.

    Raises:
        CannotFetchError: the address gave nothing.
    """
    if file is not None:
        return bytes(file.read())
    if text.startswith(("https://", "http://")) and len(text.split()) == 1:
        return _fetched(text, fetch)
    return text.encode("utf-8", "surrogatepass")


def _fetched(url: str, fetch: Fetcher) -> bytes:
    try:
        return fetch(url, limit=MOST_BYTES).body
    except LaurelError as error:
        why = error.facts.get("why", "")
        in_words = why.bg if isinstance(why, Phrase) and get_language() == "bg" else str(why)
        raise CannotFetchError(field="text", why=in_words) from None


def _own_share(text: str) -> str:
    """The token when `text` is the address of a badge page of this very site."""
    found = _SHARE.fullmatch(text.removeprefix(settings.PUBLIC_URL)) if text.startswith(settings.PUBLIC_URL) else None
    return found[1] if found else ""


def _skills(credential: Mapping[str, Any] | None, language: str) -> list[dict[str, str]]:
    """The skills it names, each once; what describes the micro-credential itself (level, workload) is not a skill."""
    texts = _translated_skills(credential, language)
    found: dict[tuple[str, str], dict[str, str]] = {}
    for skill in (credential or {}).get("skills", ()):
        place = f"{skill['framework']}/{skill['code']}"
        name, note = texts.get(place) or skill["name"], f"{skill['framework']} {skill['code']}".strip()
        if skill["framework"].startswith("EU "):
            if not skill["framework"].endswith("M6"):
                continue
            note = ""
        found.setdefault((name, note), {"name": name, "note": note})
    return list(found.values())[:MOST_SKILLS]


def _translated_skills(credential: Mapping[str, Any] | None, language: str) -> dict[str, str]:
    """Names of skills in the reader's language, by framework and code: the keys are skill/<outcome>/<framework>/<code>."""
    texts: Mapping[str, str] = (credential or {}).get("translations", {}).get(language, {})
    keys = [(key.split("/", 2), text) for key, text in texts.items() if key.startswith("skill/")]
    return {parts[2]: text for parts, text in keys if len(parts) == 3}


def _in_language(credential: Mapping[str, Any] | None, language: str) -> Mapping[str, Any] | None:
    """Title, description and issuer's name in the reader's language where the signed document has them in it."""
    texts = (credential or {}).get("translations", {}).get(language, {})
    if credential is None or not texts:
        return credential
    issuer = texts.get(f"body/{credential['issuer_id']}", credential["issuer_name"])
    named = {name: texts.get(name) or credential[name] for name in ("title", "description")}
    return {**credential, **named, "issuer_name": issuer}


def _result(finding: Finding) -> dict[str, object]:
    language = get_language() or "en"
    worst = worst_of(finding.checks)
    return {
        "finding": finding,
        "credential": _in_language(finding.credential, language),
        "skills": _skills(finding.credential, language),
        "issued_on": parse_timestamp((finding.credential or {}).get("valid_from", "")),
        "headline": finding.headline(language),
        "advice": " ".join(filter(None, (worst.say(language) if worst else "", finding.advice(language)))),
        "checks": [(check, check.title(language), check.say(language), check.details(language)) for check in finding.checks],
        "checked_at": timezone.now(),
    }
