"""For the people who run this site: bringing in a register of accreditations, and saying whose a number is."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from campus.assurance import register
from campus.assurance.models import ProviderNumber
from campus.assurance.register_import import Imported, import_register
from campus.base.refusals import Refusal
from campus.people.models import Organisation
from campus.people.roles import is_operator
from campus.people.scope import NotFoundError
from campus.web.forms import refuse
from campus.web.inside import PersonRequest
from campus.web.step_up import require_recent_log_in
from laurel.errors import Language

LARGEST_FILE = 4 * 1024 * 1024  # bytes; more goes through the command import_accreditations
PER_PAGE = 50


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File of the register"),
        help_text=_(
            "CSV in UTF-8 with the column names of DEQAR, in any order, at most 4 MB. "
            "Decisions about providers that are not on this site are left out."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> bytes:
        upload = self.cleaned_data["file"]
        if (upload.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(_("This file is too large for the page: use the command import_accreditations."))
        content: bytes = upload.read()
        return content


class NumberForm(forms.Form):
    slug = forms.SlugField(label=_("Short name of the organisation"), max_length=60)
    scheme = forms.ChoiceField(label=_("Register"), choices=ProviderNumber.Scheme.choices)
    value = forms.CharField(label=_("Number"), max_length=60, help_text=_("For example DEQARINST0382."))


@login_required
@require_http_methods(["GET", "POST"])
def accreditation_register(request: PersonRequest) -> HttpResponse:
    if not is_operator(request.user):
        raise NotFoundError
    require_recent_log_in(request)
    numbering = request.POST.get("what") == "number"
    number_form = NumberForm(request.POST if numbering else None)
    sent = request.method == "POST" and not numbering
    file_form = FileForm(request.POST if sent else None, request.FILES if sent else None)
    if number_form.is_bound and number_form.is_valid() and _numbered(number_form, request):
        messages.success(request, gettext("Noted. Import the register again to bring in what it says of them."))
        return redirect("accreditation_register")
    done: Imported | None = None
    if file_form.is_bound and file_form.is_valid():
        done = import_register(file_form.cleaned_data["file"], by=request.user, at=timezone.now())
    language: Language = "bg" if get_language() == "bg" else "en"
    numbers = ProviderNumber.objects.select_related("organisation").order_by("organisation__slug", "scheme")
    context = {
        "number_form": number_form,
        "file_form": file_form,
        "done": done,
        "bad": [(cell.row, cell.column, cell.say(language)) for cell in done.bad] if done else [],
        "page": Paginator(numbers, PER_PAGE).get_page(request.GET.get("page")),
    }
    wrong = file_form.errors or number_form.errors
    return render(request, "staff/assurance/register.html", context, status=400 if wrong else 200)


def _numbered(form: NumberForm, request: PersonRequest) -> bool:
    given = form.cleaned_data
    organisation = Organisation.objects.filter(slug=given["slug"]).first()
    if organisation is None:
        form.add_error("slug", _("There is no organisation of this short name."))
        return False
    try:
        register.number_organisation(
            organisation, scheme=given["scheme"], value=given["value"], by=request.user, at=timezone.now()
        )
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    return True
