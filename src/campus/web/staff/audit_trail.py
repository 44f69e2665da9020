"""Who did what, and when: for administrators. The chain of digests is checked before anything is shown."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campus.base.audit import verify_chain
from campus.base.models import AuditEntry
from campus.people.models import Organisation, Person, Role
from campus.web.inside import PersonRequest, inside
from campus.web.staff.audit_texts import say

ON_A_PAGE = 50


@require_safe
@inside(Role.ADMINISTRATOR)
def audit_trail(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    entries = AuditEntry.objects.filter(organisation=organisation.pk).order_by("-pk")
    page = Paginator(entries, ON_A_PAGE).get_page(request.GET.get("page"))
    actors = {person.pk: person for person in Person.objects.filter(pk__in={entry.actor for entry in page if entry.actor})}
    rows = [{"entry": entry, "actor": actors.get(entry.actor or 0), "said": say(entry)} for entry in page]
    facts = {"organisation": organisation, "page": page, "rows": rows, "chain": verify_chain(organisation.pk)}
    return render(request, "staff/organisation/audit_trail.html", facts)
