"""Addresses under /o/<slug>/quality/, and those of one design."""

from django.urls import URLPattern, URLResolver, path

from campus.web.staff.assurance import accreditation, criteria, dossiers, endorsing, gates, quality, voices

_REVIEW = "reviews/<uuid:public_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", quality.quality, name="quality"),
    path("policy/", quality.quality_policy, name="quality_policy"),
    path("accreditation/", accreditation.accreditation, name="accreditation"),
    path("accreditation/<uuid:public_id>/take-back", accreditation.take_back, name="accreditation_take_back"),
    path("criteria/", criteria.criteria, name="quality_criteria"),
    path("reviews/", dossiers.quality_reviews, name="quality_reviews"),
    path(_REVIEW, dossiers.quality_review, name="quality_review"),
    path(_REVIEW + "findings", dossiers.findings, name="quality_review_findings"),
    path(_REVIEW + "evidence", dossiers.add_evidence, name="quality_review_evidence"),
    path(_REVIEW + "evidence/<uuid:piece>", dossiers.evidence_file, name="quality_review_file"),
    path(_REVIEW + "decide", dossiers.decide, name="quality_review_decide"),
    path("complaints/", voices.quality_complaints, name="quality_complaints"),
    path("complaints/<uuid:public_id>/", voices.quality_complaint, name="quality_complaint"),
    path("complaints/<uuid:public_id>/assign", voices.assign, name="quality_complaint_assign"),
    path("endorsements/", endorsing.quality_endorsements, name="quality_endorsements"),
    path("endorsements/<uuid:public_id>/", endorsing.quality_endorsement, name="quality_endorsement"),
    path("endorsements/<uuid:public_id>/<slug:action>", endorsing.answer, name="quality_endorsement_answer"),
    path(_REVIEW + "conditions/<int:number>/fulfil", dossiers.fulfil, name="quality_review_fulfil"),
]

of_a_design: list[URLPattern | URLResolver] = [
    path("quality/", dossiers.design_dossiers, name="design_dossiers"),
    path("feedback/", voices.design_feedback, name="design_feedback"),
    path("endorsements/", endorsing.design_endorsements, name="design_endorsements"),
    path("gates/", gates.design_gates, name="design_gates"),
    path("borders", gates.cross_border, name="design_borders"),
]
