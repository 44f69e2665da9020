"""Addresses under /o/<slug>/cohorts/."""

from django.urls import URLPattern, URLResolver, path

from campus.web.staff.cohorts import awards, cohort, conditions, gradebook, listing

urlpatterns: list[URLPattern | URLResolver] = [
    path("", listing.cohorts, name="cohorts"),
    path("new/", listing.new, name="cohort_new"),
    path("<uuid:public_id>/", cohort.cohort, name="cohort"),
    path("<uuid:public_id>/close", cohort.close, name="cohort_close"),
    path("<uuid:public_id>/list", cohort.fix_list, name="cohort_list"),
    path("<uuid:public_id>/gradebooks/<uuid:upload_id>/", gradebook.gradebook, name="gradebook"),
    path("<uuid:public_id>/gradebooks/<uuid:upload_id>/problems.csv", gradebook.bad_rows, name="gradebook_problems"),
    path("<uuid:public_id>/gradebooks/<uuid:upload_id>/<slug:action>", gradebook.act, name="gradebook_act"),
    path("<uuid:public_id>/identity/", conditions.conditions, name="cohort_conditions"),
    path("<uuid:public_id>/identity/record", conditions.record, name="cohort_identity"),
    path("<uuid:public_id>/identity/supervision", conditions.supervision, name="cohort_supervision"),
    path("<uuid:public_id>/awards/", awards.awards, name="cohort_awards"),
    path("<uuid:public_id>/awards/award", awards.award, name="cohort_award"),
    path("<uuid:public_id>/awards/issue", awards.issue, name="cohort_issue"),
]
