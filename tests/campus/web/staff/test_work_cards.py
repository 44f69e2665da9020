from django.urls import reverse

from campus.catalogue.designs import create_design
from campus.learning.uploads import receive
from campus.quality.review import request_changes, submit
from sample_design import MONDAY, draft, gradebook, open_cohort, publish, record_gradebook

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def overview(client, person):
    client.force_login(person, backend=BACKEND)
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
