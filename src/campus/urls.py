"""Every address of the site, by audience."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

AUDIENCES = (
    "campus.web.public.urls",
    "campus.web.account.urls",
    "campus.web.learner.urls",
    "campus.web.staff.urls",
    "campus.api.urls",
    "campus.connectors.lti13.urls",
    "campus.connectors.oneroster.urls",
    "campus.connectors.webhooks.urls",
)

urlpatterns: list[URLPattern | URLResolver] = [path("", include(module)) for module in AUDIENCES if find_spec(module)]

handler400 = "campus.web.public.errors.bad_request"
handler403 = "campus.web.public.errors.not_allowed"
handler404 = "campus.web.public.errors.not_found"
handler500 = "campus.web.public.errors.broken"
