"""The demonstration's own parts: its secrets, its people, its children."""

import os
import stat
import sys

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from campus.jobs import demo, demonstration
from campus.jobs.demo_secrets import FILE, SecretsLostError, keep_secrets
from campus.jobs.demonstration.cast import PASSWORD, PLAYERS, UNIVERSITY
from campus.jobs.supervise import Child, supervise
from campus.people.models import Role
from campus.people.roles import roles_of


def test_secrets_are_made_once_and_for_their_owner_alone(tmp_path):
    first = keep_secrets(tmp_path)

    assert keep_secrets(tmp_path) == first
    assert stat.S_IMODE(os.stat(tmp_path / FILE).st_mode) == 0o600
    assert first.secret_key not in repr(first)


def test_refuses_to_make_new_secrets_for_an_old_database(tmp_path):
    (tmp_path / "laurel.sqlite3").touch()

    with pytest.raises(SecretsLostError):
        keep_secrets(tmp_path)


def test_refuses_damaged_secrets(tmp_path):
    (tmp_path / FILE).write_text("{")

    with pytest.raises(SecretsLostError):
        keep_secrets(tmp_path)


def test_the_cast_is_loaded_once(db, monday, monkeypatch):
    monkeypatch.setattr(demonstration, "PARTS", ())

    demonstration.load(at=monday)
    cast = demonstration.load(at=monday)

    assert set(cast.people) == {player.key for player in PLAYERS}
    assert roles_of(cast.people["rositsa"], cast.organisations[UNIVERSITY]) == {Role.REGISTRAR}


def test_everybody_can_log_in_with_the_password_printed(db, monday, monkeypatch):
    monkeypatch.setattr(demonstration, "PARTS", ())
    demonstration.load(at=monday)

    for player in PLAYERS[:2]:
        assert authenticate(RequestFactory().post("/"), email=player.email, password=PASSWORD) is not None


def test_the_demonstration_vouches_for_its_organisations(db, monday, monkeypatch):
    monkeypatch.setattr(demonstration, "PARTS", ())

    cast = demonstration.load(at=monday)

    assert {organisation.vouched_at for organisation in cast.organisations.values()} == {monday}


@pytest.mark.parametrize("text", ["", "0", "65536", "80a", "-1", "８０"])
def test_refuses_what_is_no_port(text):
    assert demo._port(text) is None


def test_a_port_in_use_is_named_before_anything_is_made(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PORT", "8000")
    monkeypatch.setenv("LAUREL_DATA", str(tmp_path / "new"))
    monkeypatch.setattr(demo, "is_free", lambda host, port: False)

    assert demo.main() == 1
    assert "Port 8000 is in use" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_a_child_that_dies_is_started_again_and_given_up_in_the_end(capsys, monkeypatch):
    monkeypatch.setattr("campus.jobs.supervise.time.sleep", lambda seconds: None)
    child = Child("sleeper", [sys.executable, "-c", "raise SystemExit(3)"])

    code = supervise([child], ready=lambda: False, greet=lambda: None)

    assert code == 1
    assert "The sleeper keeps stopping" in capsys.readouterr().err


def test_children_are_stopped_at_the_end():
    child = Child("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"])

    def greet():
        raise KeyboardInterrupt

    assert supervise([child], ready=lambda: True, greet=greet) == 0
    assert not child.running
