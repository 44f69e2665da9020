"""The site's addresses with the test door in front, as a process has them that was started with it."""

from django.urls import include, path

urlpatterns = [path("", include("campus.api.test_door.urls")), path("", include("campus.urls"))]
