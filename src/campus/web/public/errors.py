"""Pages for when something went wrong: what happened, why, and what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from campus.base.refusals import Refusal
from campus.people.roles import SecondStepMissingError


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, SecondStepMissingError):
        return render(request, "errors/second_step.html", {"refusal": exception}, status=403)
    refusal = exception if isinstance(exception, Refusal) else None
    return render(request, "errors/403.html", {"refusal": refusal}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    # No context processors: they read the database, which may be what is broken.
    return HttpResponse(render_to_string("errors/500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/csrf.html", status=403)
