"""LTI 1.3: Laurel as a tool inside the learning platforms of an organisation (Moodle, Canvas, any other).

    platform ──login──▶ logins.begin ──▶ platform ──id_token──▶ launch.receive ──▶ visits: what one launch may see
                                                                      │
                                                       courses: a course of the platform beside a cohort of ours
                                                                      │
    NRPS, AGS ◀──asking── collecting: learners and grades come in as a gradebook; scores: awards go out, once

A launch never creates, opens or changes an account of this site.
"""
