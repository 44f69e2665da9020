"""Writing a rule set of one's own: tried as often as one likes, kept as a version when it is sound, shown or not."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.base.refusals import Refusal
from campus.people.models import Organisation
from campus.people.roles import roles_of
from campus.people.scope import NotFoundError
from campus.policies.chosen import KEEPERS, newest_version, pack_of
from campus.policies.models import OwnPack, OwnPackVersion
from campus.policies.own_packs import Fault, FaultyPackError, Tried, keep_pack, own_pack, show_to_everybody, try_pack
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.rule_sets import stages_of
from campus.web.staff.policies.example import EXAMPLE, EXAMPLE_TESTS
from laurel.policy.limits import MAX_PACK

LARGEST = 4 * MAX_PACK  # bytes of a file: a character has at most four


class FileForm(forms.Form):
    """The two files, as text or uploaded."""

    text = forms.CharField(
        label=_("Rule set (TOML)"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "code", "autocapitalize": "off"}),
        help_text=_("It extends a built-in rule set, changes numbers, and may bring rules of its own."),
    )
    upload = forms.FileField(label=_("Or a file"), required=False, help_text=_("Replaces the text above."))
    tests = forms.CharField(
        label=_("Tests (TOML)"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "class": "code", "autocapitalize": "off"}),
        help_text=_("Examples with the answers that you expect. The rule set is kept only if all of them come true."),
    )

    def clean(self) -> dict[str, object]:
        """The file, where there is one, in place of the text."""
        given = super().clean() or {}
        upload = given.get("upload")
        if isinstance(upload, UploadedFile):
            try:
                given["text"] = upload.read(LARGEST + 1).decode()
            except UnicodeDecodeError:
                self.add_error("upload", gettext("This file is not text in UTF-8."))
        if not str(given.get("text", "")).strip():
            self.add_error("text", gettext("Write the rule set, or choose a file."))
        return given


@dataclass(frozen=True, slots=True)
class ShownFault:
    """One thing to mend, in the reader's language."""

    fault: Fault
    text: str


@require_http_methods(["GET", "POST"])
@inside(*KEEPERS)
def new(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    if request.method != "POST":
        return _page(request, organisation, FileForm(initial=_start(request, organisation)))
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, organisation, form)
    text, tests = form.cleaned_data["text"], form.cleaned_data["tests"]
    shown = FileForm(initial={"text": text, "tests": tests})
    if request.POST.get("do") == "try":
        return _page(request, organisation, shown, tried=try_pack(text, tests))
    try:
        kept = keep_pack(organisation, text=text, tests=tests, by=request.user, at=timezone.now())
    except FaultyPackError as refusal:
        return _page(request, organisation, shown, tried=refusal.tried)
    except Refusal as refusal:
        refuse(form, refusal)
        return _page(request, organisation, form)
    messages.success(request, gettext("Version %(version)s is kept.") % {"version": kept.version})
    return redirect("rule_set", organisation.slug, kept.pack.pack_id)


@require_safe
@inside()
def rule_set(request: PersonRequest, organisation: Organisation, pack_id: str) -> HttpResponse:
    pack = own_pack(organisation, pack_id)
    version = _version(pack, request.GET.get("version", ""))
    language = get_language() or "en"
    rules = pack_of(version)
    page = {
        "organisation": organisation,
        "own": pack,
        "version": version,
        "versions": pack.versions.select_related("written_by").order_by("-pk"),
        "pack": rules,
        "title": rules.title.say("bg" if language == "bg" else "en") if rules else pack.pack_id,
        "stages": stages_of(rules, language=language, on=timezone.localdate()) if rules else [],
        "keeps": not roles_of(request.user, organisation).isdisjoint(KEEPERS),
    }
    return render(request, "staff/policies/rule_set.html", page)


@require_safe
@inside()
def file(request: PersonRequest, organisation: Organisation, pack_id: str) -> HttpResponse:
    version = _version(own_pack(organisation, pack_id), request.GET.get("version", ""))
    tests = request.GET.get("part") == "tests"
    name = f"{pack_id}.tests.toml" if tests else f"{pack_id}.toml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(version.tests if tests else version.text, content_type="application/toml", headers=headers)


@require_POST
@inside(*KEEPERS)
def publication(request: PersonRequest, organisation: Organisation, pack_id: str) -> HttpResponse:
    shown = request.POST.get("shown") == "yes"
    show_to_everybody(own_pack(organisation, pack_id), shown=shown, by=request.user, at=timezone.now())
    said = gettext("Everybody can read it now.") if shown else gettext("Only your organisation can read it now.")
    messages.success(request, said)
    return redirect("rule_set", organisation.slug, pack_id)


def _start(request: PersonRequest, organisation: Organisation) -> dict[str, str]:
    """The newest version to go on from, where one is named; else an example."""
    name = request.GET.get("from", "")
    if not name:
        return {"text": EXAMPLE.format(slug=organisation.slug), "tests": EXAMPLE_TESTS}
    version = newest_version(own_pack(organisation, name))
    return {"text": version.text, "tests": version.tests} if version else {}


def _page(request: PersonRequest, organisation: Organisation, form: FileForm, *, tried: Tried | None = None) -> HttpResponse:
    bulgarian = get_language() == "bg"
    faults = [ShownFault(each, each.bg if bulgarian else each.en) for each in tried.faults] if tried else []
    wrong = bool(form.errors) or (tried is not None and not tried.sound)
    page = {"organisation": organisation, "form": form, "tried": tried, "faults": faults}
    return render(request, "staff/policies/write.html", page, status=400 if wrong else 200)


def _version(pack: OwnPack, name: str) -> OwnPackVersion:
    found = pack.versions.select_related("written_by", "pack").order_by("-pk")
    version = found.filter(version=name).first() if name else found.first()
    if version is None:
        raise NotFoundError
    return version
