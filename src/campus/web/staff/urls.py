"""Addresses for people who work in an organisation; all but the first live under /o/<slug>/."""

from django.urls import URLPattern, URLResolver, include, path

from campus.web.staff import (
    api_keys,
    audit_trail,
    batches,
    chain,
    credentials,
    dashboard,
    external_review,
    keys,
    members,
    organisation,
)
from campus.web.staff.assurance import operating
from campus.web.staff.assurance.urls import of_a_design
from campus.web.staff.programmes import curriculum

_inside: list[URLPattern | URLResolver] = [
    path("", dashboard.dashboard, name="organisation"),
    path("profile/", organisation.profile, name="organisation_profile"),
    path("logo.png", organisation.logo, name="organisation_logo"),
    path("members/", members.members, name="members"),
    path("members/invite/", members.invite, name="members_invite"),
    path("members/<uuid:person_id>/roles/", members.change_roles, name="members_roles"),
    path("members/invitations/<int:invitation_id>/withdraw/", members.withdraw, name="members_withdraw"),
    path("api-keys/", api_keys.api_keys, name="api_keys"),
    path("api-keys/<int:key_id>/revoke/", api_keys.revoke, name="api_keys_revoke"),
    path("quality/", include("campus.web.staff.assurance.urls")),
    path("policies/", include("campus.web.staff.policies.urls")),
    path("designs/<uuid:public_id>/", include(of_a_design)),
    path("designs/", include("campus.web.staff.designs.urls")),
    path("enrolment/", include("campus.web.staff.intakes.urls")),
    path("cohorts/", include("campus.web.staff.cohorts.urls")),
    path("appeals/", include("campus.web.staff.appeals.urls")),
    path("integrity/", include("campus.web.staff.integrity.urls")),
    path("cohorts/<uuid:public_id>/board/", include("campus.web.staff.board.urls")),
    path("cohorts/<uuid:public_id>/course/", include("campus.web.staff.courses.urls")),
    path("cohorts/<uuid:public_id>/quizzes/", include("campus.web.staff.quizzes.urls")),
    path("cohorts/<uuid:public_id>/assignments/", include("campus.web.staff.assignments.urls")),
    path("questions/", include("campus.web.staff.questions.urls")),
    path("curriculum/", curriculum.curriculum, name="curriculum"),
    path("curriculum/<uuid:public_id>/", curriculum.degree, name="curriculum_degree"),
    path("curriculum/<uuid:public_id>/remove", curriculum.remove, name="curriculum_remove"),
    path("programmes/", include("campus.web.staff.programmes.urls")),
    path("recognition/", include("campus.web.staff.recognition.urls")),
    path("batches/", batches.batches, name="batches"),
    path("batches/<uuid:public_id>/", batches.batch, name="batch"),
    path("batches/<uuid:public_id>/failures.csv", batches.failures, name="batch_failures"),
    path("batches/<uuid:public_id>/<slug:action>", batches.act, name="batch_act"),
    path("credentials/", credentials.credentials, name="credentials"),
    path("credentials/<uuid:public_id>/", credentials.credential, name="credential"),
    path("credentials/<uuid:public_id>/revoke/", credentials.revoke, name="credential_revoke"),
    path("credentials/<uuid:public_id>/resend", credentials.resend, name="credential_resend"),
    path("keys/", keys.signing_keys, name="signing_keys"),
    path("keys/rotate", keys.rotate, name="signing_key_rotate"),
    path("keys/<int:number>/compromised/", keys.compromised, name="signing_key_compromised"),
    path("chain/", chain.chain, name="chain"),
    path("audit/", audit_trail.audit_trail, name="audit_trail"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("organisations/new", organisation.new, name="organisation_new"),
    path("accreditations/", operating.accreditation_register, name="accreditation_register"),
    path("o/<slug:slug>/", include(_inside)),
    path("reviews/<slug:secret>", external_review.external_review, name="external_review"),
    path("reviews/<slug:secret>/badge", external_review.picture, name="external_review_picture"),
]
