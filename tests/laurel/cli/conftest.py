"""A desk for every test: a folder with a design and a key."""

import functools
import http.server
import threading

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


@pytest.fixture
def local_site(tmp_path):
    """A web server of this machine over the folder `site` of the desk."""
    handler = functools.partial(_Quiet, directory=str(tmp_path / "site"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass
