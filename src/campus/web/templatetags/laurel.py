"""What Laurel's templates can ask for: {% load laurel %}."""

from __future__ import annotations

from typing import Any

from django import forms, template

from campus.people.models import Organisation
from campus.web.markdown import rendered
from campus.web.navigation import sections_for

register = template.Library()


@register.inclusion_tag("parts/sections.html", takes_context=True)
def sections(context: dict[str, Any], organisation: Organisation) -> dict[str, object]:
    """The sections of an organisation that this person works in."""
    request = context["request"]
    sections, subsections = sections_for(request, organisation)
    return {"organisation": organisation, "sections": sections, "subsections": subsections}


@register.filter
def name_in(organisation: Organisation, language: str) -> str:
    return organisation.name_in(language)


@register.filter
def is_group(field: forms.BoundField) -> bool:
    """True for radio buttons and lists of checkboxes, which need a legend instead of a label."""
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


@register.filter
def is_checkbox(field: forms.BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def without_placeholders(form: forms.BaseForm) -> forms.BaseForm:
    """The form without placeholder texts, which repeat the labels and vanish when one begins to write."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    return form


@register.filter
def button_kind(attrs: dict[str, Any]) -> str:
    """Which of our buttons an allauth button is, told by its tags."""
    tags = set(attrs.get("tags") or ())
    for kind, signs in (("danger", {"danger"}), ("plain", {"cancel", "link"}), ("", {"secondary", "outline", "tool"})):
        if tags & signs:
            return kind
    return "" if attrs.get("href") and "prominent" not in tags else "main"


@register.filter
def markdown(text: str) -> str:
    """Markdown as safe HTML."""
    return rendered(text)
