"""Adding an organisation and keeping its profile."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from campus.base import pictures
from campus.base.limits import at_most
from campus.base.refusals import Refusal
from campus.people import logos, organisations
from campus.people.models import Organisation, Role
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside

NEW_A_DAY = 10
_TEXTS = {
    "kind": (_("Kind of organisation"), ""),
    "name_bg": (_("Name in Bulgarian"), ""),
    "name_en": (_("Name in English"), ""),
    "country": (_("Country"), _("Two letters, for example BG.")),
    "region": (_("Region"), _("A NUTS code or a name.")),
    "registration": (_("Registration number"), _("The number under which the state knows the organisation.")),
    "url": (_("Web address"), _("Begins with https://")),
    "email": (_("E-mail for questions"), _("Stands on public pages.")),
    "colour": (_("Main colour"), _("The colour of your badges. White letters must be readable on it.")),
}


class ProfileForm(forms.ModelForm[Organisation]):
    url = forms.URLField(label=_("Web address"), help_text=_("Begins with https://"), required=False, assume_scheme="https")
    logo_file = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG or WebP, at most 2 MB. We redraw it at 512 pixels."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    class Meta:
        model = Organisation
        fields = list(organisations.EDITABLE)
        labels = {name: label for name, (label, _help) in _TEXTS.items()}
        help_texts = {name: text for name, (_label, text) in _TEXTS.items()}
        widgets = {"colour": forms.TextInput(attrs={"type": "color"})}

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        if not self.instance.logo:
            del self.fields["remove_logo"]

    def facts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in organisations.EDITABLE if name in self.cleaned_data}


class NewForm(ProfileForm):
    slug = forms.SlugField(
        label=_("Short name in web addresses"),
        max_length=60,
        help_text=_("Small Latin letters, digits and hyphens, for example laurel-university. It cannot change later."),
    )
    logo_file = None  # type: ignore[assignment]
    remove_logo = None  # type: ignore[assignment]
    field_order = ["name_bg", "name_en", "slug"]

    class Meta(ProfileForm.Meta):
        fields = ["kind", "name_bg", "name_en", "country", "url"]

    def __init__(self, *arguments: object, **named: object) -> None:
        forms.ModelForm.__init__(self, *arguments, **named)  # type: ignore[arg-type]


@login_required
@require_http_methods(["GET", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    form = NewForm(request.POST or None, initial={"country": "BG"})
    if request.method == "POST" and form.is_valid():
        try:
            if not organisations.may_add(request.user):
                raise organisations.NotOpenError
            at_most(request, "organisation", times=NEW_A_DAY, seconds=86_400, at=timezone.now())
            made = organisations.create_organisation(
                form.cleaned_data["slug"], by=request.user, at=timezone.now(), **form.facts()
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("The organisation is here. You are its administrator."))
            return redirect("organisation", made.slug)
    return render(request, "staff/organisation/new.html", {"form": form}, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@inside(Role.ADMINISTRATOR)
def profile(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    # A copy: a form writes into its instance even when it is refused, and the page's header shows the real one.
    copy = Organisation.objects.get(pk=organisation.pk)
    form = ProfileForm(request.POST or None, request.FILES or None, instance=copy)
    if request.method == "POST" and form.is_valid() and _saved(form, organisation, request):
        messages.success(request, gettext("Saved."))
        return redirect("organisation_profile", organisation.slug)
    page = {"organisation": organisation, "form": form, "did": organisations.did_of(organisation)}
    return render(request, "staff/organisation/profile.html", page, status=400 if form.errors else 200)


@require_safe
@inside()
def logo(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    if not organisation.logo:
        raise Http404
    return HttpResponse(bytes(organisation.logo), content_type="image/png", headers={"Cache-Control": "private, max-age=60"})


def _saved(form: ProfileForm, organisation: Organisation, request: PersonRequest) -> bool:
    at, upload = timezone.now(), form.cleaned_data.get("logo_file")
    try:
        organisations.edit_profile(organisation, by=request.user, at=at, **form.facts())
        if isinstance(upload, UploadedFile):
            content = upload.read(pictures.LARGEST_FILE + 1)
            logos.set_logo(organisation, content=content, by=request.user, at=at)
        elif form.cleaned_data.get("remove_logo"):
            logos.set_logo(organisation, content=None, by=request.user, at=at)
    except Refusal as refusal:
        refuse(form, refusal, logo="logo_file")
        return False
    return True
