"""Pages inside an organisation: log in first; a stranger finds nothing there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from campus.people.models import Organisation, Person, Role
from campus.people.roles import require
from campus.people.scope import organisation_for
from campus.web.step_up import require_recent_log_in

Rest = ParamSpec("Rest")


class PersonRequest(HttpRequest):
    """A request of somebody who is logged in."""

    user: Person


def inside(
    *roles: Role, fresh: bool = False
) -> Callable[[Callable[Concatenate[PersonRequest, Organisation, Rest], HttpResponse]], Callable[..., HttpResponse]]:
    """Turn `view(request, organisation, …)` into a page at /o/<slug>/…: for holders of one of `roles`, or of any role.

    Somebody not logged in is sent to log in; a stranger gets 404; a member without the role gets 403. Where `fresh` is set,
    whoever sends a form, and logged in a while ago, confirms first who they are.
    """

    def decorate(view: Callable[Concatenate[PersonRequest, Organisation, Rest], HttpResponse]) -> Callable[..., HttpResponse]:
        @login_required
        @wraps(view)
        def page(request: PersonRequest, slug: str, *arguments: Rest.args, **named: Rest.kwargs) -> HttpResponse:
            organisation = organisation_for(request.user, slug)
            if roles:
                require(request.user, organisation, *roles)
            if fresh and request.method == "POST":
                require_recent_log_in(request)
            return view(request, organisation, *arguments, **named)

        return page

    return decorate
