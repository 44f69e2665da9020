"""The door: keys, languages, problems, unknown addresses."""

from __future__ import annotations

import pytest

from campus.people.models import ApiKey

pytestmark = pytest.mark.django_db


def test_anybody_may_ask_whether_it_works(nobody):
    answer = nobody.get("/status")

    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_way_in_names_the_documentation(nobody):
    assert nobody.get("/").json()["openapi"].endswith("/api/v1/openapi.json")


def test_a_key_says_whose_it_is_and_what_it_may_do(bruno_software):
    organisation = bruno_software.get("/organisation").json()

    assert organisation["slug"] == "laurel-university"
    assert organisation["did"].startswith("did:web:")
    assert organisation["name"] == {"bg": "Лауреатски университет", "en": "Laurel University"}
    assert organisation["key"]["roles"] == ["author", "assessor"]


@pytest.mark.parametrize("key", ["", "lk_abc", "lk_aaaaaaaaaaaa_" + "x" * 43, "lp_aaaaaaaaaaaa_" + "x" * 43])
def test_refuses_whoever_has_no_valid_key(nobody, key):
    nobody.key = key

    answer = nobody.get("/organisation")

    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["code"] == "KEY_NEEDED"


def test_refuses_a_revoked_key(bruno_software, monday):
    ApiKey.objects.update(revoked_at=monday)

    assert bruno_software.get("/organisation").status_code == 401


def test_refuses_the_key_of_somebody_who_is_no_longer_active(bruno_software, bruno):
    bruno.is_active = False
    bruno.save()

    assert bruno_software.get("/organisation").status_code == 401


def test_refuses_a_browser_session(client, bruno):
    client.force_login(bruno, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.get("/api/v1/organisation").status_code == 401


def test_a_refusal_speaks_the_language_asked_for(nobody):
    answer = nobody.speaking("bg-BG,bg;q=0.9,en;q=0.5").get("/organisation")

    assert answer.headers["Content-Language"] == "bg"
    assert answer.json()["title"] == "Нужен е валиден ключ"


def test_administrators_see_the_members(adela_software, bruno):
    members = adela_software.get("/members").json()

    assert {"id": str(bruno.public_id), "name": "Bruno Costa", "email": bruno.email, "roles": ["author", "assessor"]} in members


def test_refuses_the_members_to_a_key_without_the_role(bruno_software):
    answer = bruno_software.get("/members")

    assert (answer.status_code, answer.json()["code"]) == (403, "NOT_ALLOWED")
    assert "Administrator" in answer.json()["detail"]


def test_a_key_never_has_more_than_its_person_holds_today(adela_software, adela):
    adela.memberships.all().delete()

    assert adela_software.get("/members").status_code == 403


@pytest.mark.parametrize("path", ["/nothing", "/designs/1", "/organisation/more"])
def test_an_unknown_address_is_a_problem_not_a_page(bruno_software, path):
    answer = bruno_software.get(path)

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_wrong_method_names_the_right_ones(bruno_software):
    answer = bruno_software.delete("/organisation")

    assert (answer.status_code, answer.json()["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert answer.headers["Allow"] == "GET"


def test_a_fault_of_ours_shows_no_traceback(bruno_software, monkeypatch):
    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("campus.api.v1.organisation.did_of", broken)

    answer = bruno_software.get("/organisation")

    assert (answer.status_code, answer.json()["code"]) == (500, "INTERNAL_ERROR")
    assert "secret" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/reviews/99999999999999999999999999", "/designs?cursor=%00", "/credentials?email=%00"])
def test_refuses_what_a_database_could_not_hold(rositsa_software, path):
    answer = rositsa_software.client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {rositsa_software.key}"})

    assert answer.status_code in (400, 404)


def test_refuses_a_nul_in_a_text(bruno_software):
    answer = bruno_software.post("/designs", {"draft": {"tags": ["a\0b"]}})

    assert (answer.status_code, answer.json()["code"]) == (400, "NUL_CHARACTER")


@pytest.mark.parametrize("body", [b"\xff\xfe", b"[" * 10_000, b'{"draft": "\\ud800"}', b"9" * 5_000])
def test_refuses_hostile_json_without_a_fault_of_ours(bruno_software, body):
    assert bruno_software.post("/designs", data=body).status_code in (400, 422)
