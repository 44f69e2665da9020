"""A person's name and language."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from campus.people.models import Person
from campus.web.inside import PersonRequest
from campus.web.middleware import set_language_cookie


class ProfileForm(forms.ModelForm[Person]):
    class Meta:
        model = Person
        fields = ["name", "language"]
        labels = {"name": _("Your name"), "language": _("Language")}
        help_texts = {
            "name": _("As your colleagues and learners know you. Badges carry the name from the gradebook, not this one."),
            "language": _("Of these pages and of the e-mails that we send you."),
        }
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: PersonRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=Person.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        person = form.save()
        with translation.override(person.language):
            messages.success(request, gettext("Saved."))
        response = redirect("profile")
        set_language_cookie(response, person.language)
        return response
    return render(request, "account/profile.html", {"form": form}, status=400 if form.errors else 200)
