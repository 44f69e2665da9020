"""Addresses under /o/<slug>/questions/."""

from django.urls import URLPattern, URLResolver, path

from campus.web.staff.questions import banks, editing, files

urlpatterns: list[URLPattern | URLResolver] = [
    path("", banks.banks, name="question_banks"),
    path("<uuid:bank_id>/", banks.bank, name="question_bank"),
    path("<uuid:bank_id>/import/", files.bring_in, name="questions_import"),
    path("<uuid:bank_id>/export/<slug:form>", files.take_out, name="questions_export"),
    path("<uuid:bank_id>/pictures/<slug:name>", files.picture, name="question_picture"),
    path("<uuid:bank_id>/new/<slug:kind>/", editing.new, name="question_new"),
    path("<uuid:bank_id>/<uuid:question_id>/", editing.edit, name="question_edit"),
    path("<uuid:bank_id>/<uuid:question_id>/retire", editing.retire, name="question_retire"),
    path("<uuid:bank_id>/<uuid:question_id>/try/", editing.preview, name="question_try"),
]
