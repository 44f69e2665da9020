"""How a refusal of the domain becomes an error beside the field that caused it."""

from __future__ import annotations

from django import forms

from campus.base.refusals import Refusal


def refuse(form: forms.BaseForm, refusal: Refusal, **names: str) -> None:
    """Show a refusal on a form: at its field, else above all. `names` maps the domain's field names to the form's."""
    field = names.get(refusal.field or "", refusal.field)
    form.add_error(field if field in form.fields else None, str(refusal.message))
