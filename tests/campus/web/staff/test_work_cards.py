from django.urls import reverse

from campus.catalogue.designs import create_design
from campus.learning.uploads import receive
from campus.people.models import Role
from campus.quality.chains import USUAL, choose_chain
from campus.quality.review import approve, request_changes, submit
from cast import member, person
from sample_design import MONDAY, draft, gradebook, open_cohort, publish, record_gradebook

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def overview(client, someone):
    client.force_login(someone, backend=BACKEND)
    return client.get(reverse("organisation", args=["laurel-university"])).content.decode()


def test_each_person_sees_what_waits_for_them(client, laurel_university, bruno, carla, rositsa):
    cohort = open_cohort(publish(laurel_university, bruno, carla), bruno)
    record_gradebook(cohort, gradebook("1,Amina,a@x.example,80,70"))
    receive(cohort, content=gradebook("2,B,b@x.example,1,2"), file_name="g.csv", by=bruno, at=MONDAY)
    back = submit(create_design(laurel_university, by=bruno, at=MONDAY, draft=draft()), by=bruno, at=MONDAY)
    request_changes(back, comment="Name the rubric.", by=carla, at=MONDAY)
    submit(create_design(laurel_university, by=bruno, at=MONDAY, draft=draft()), by=bruno, at=MONDAY)

    assert "Waiting for your review" in overview(client, carla)
    assert "Changes asked for" in overview(client, bruno)
    assert "Gradebooks not yet imported" in overview(client, bruno)
    assert "Ready for the award" in overview(client, rositsa)
    assert "Waiting for your review" not in overview(client, rositsa)


def test_a_stage_shows_to_those_who_can_decide_it_and_to_nobody_else(client, laurel_university, bruno, carla, adela):
    pavel = member(laurel_university, person("pavel@laurel.example", "Pavel"), Role.APPROVER)
    choose_chain(laurel_university, USUAL.stages, by=adela, at=MONDAY, publishes_at_once=False)
    under_way = submit(create_design(laurel_university, by=bruno, at=MONDAY, draft=draft()), by=bruno, at=MONDAY)
    assert "Waiting for your review" not in overview(client, pavel)

    approve(under_way, by=carla, at=MONDAY)

    assert "Waiting for your review" in overview(client, pavel)
    assert "Waiting for your review" not in overview(client, carla)
    approve(under_way, by=pavel, at=MONDAY)
    assert "Approved, to be published" in overview(client, carla)
    assert "Approved, to be published" not in overview(client, bruno)
