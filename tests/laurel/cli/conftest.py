"""A desk for every test: a folder with a design and a key."""

import pytest

from desk import Desk, small_design


@pytest.fixture(scope="session")
def design():
    return small_design()


@pytest.fixture
def desk(tmp_path, capsys, monkeypatch, design):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "design.json").write_text(design.model_dump_json(exclude_none=True), encoding="utf-8")
    desk = Desk(tmp_path, lambda: tuple(capsys.readouterr()))
    assert desk.run("keys", "new", "--out", "key.json") == 0
    return desk
