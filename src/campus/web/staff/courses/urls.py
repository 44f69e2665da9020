"""Addresses under /o/<slug>/cohorts/<public_id>/course/."""

from django.urls import URLPattern, URLResolver, path

from campus.web.staff.courses import course, learners, units

urlpatterns: list[URLPattern | URLResolver] = [
    path("", course.course, name="course"),
    path("publish", course.publish, name="course_publish"),
    path("copy", course.copy, name="course_copy"),
    path("progress/", learners.progress, name="course_progress"),
    path("parts/<uuid:part_id>/", course.part, name="course_part"),
    path("parts/<uuid:part_id>/new/<slug:kind>/", units.new, name="course_unit_new"),
    path("parts/<uuid:part_id>/<slug:action>", course.act_on_part, name="course_part_act"),
    path("units/<uuid:unit_id>/", units.edit, name="course_unit"),
    path("units/<uuid:unit_id>/preview/", units.preview, name="course_unit_preview"),
    path("units/<uuid:unit_id>/<slug:action>", units.act, name="course_unit_act"),
]
