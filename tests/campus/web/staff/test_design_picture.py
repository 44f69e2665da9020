"""A badge's own picture: uploaded by an author, kept by the version that was approved with it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from campus.catalogue.designs import create_design
from cast import log_in
from sample_design import draft


@pytest.fixture
def design(laurel_university, bruno, monday):
    return create_design(laurel_university, by=bruno, at=monday, draft=draft())


def _picture() -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (300, 200), "green").save(content, "JPEG")
    return SimpleUploadedFile("badge.jpg", content.getvalue())


def _address(design):
    return reverse("design_change_picture", args=[design.organisation.slug, design.public_id])


def test_an_author_uploads_a_picture_and_takes_it_back(client, design, bruno):
    log_in(client, bruno)

    client.post(_address(design), {"file": _picture()})
    shown = client.get(reverse("design_picture", args=[design.organisation.slug, design.public_id]))
    assert shown["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(shown.content)).size == (300, 300)

    client.post(_address(design), {"do": "draw"})
    shown = client.get(reverse("design_picture", args=[design.organisation.slug, design.public_id]))
    assert shown["Content-Type"] == "image/svg+xml"


def test_refuses_a_file_that_is_no_picture_and_keeps_what_was_there(client, design, bruno):
    answer = log_in(client, bruno).post(_address(design), {"file": SimpleUploadedFile("badge.png", b"<svg onload=alert(1)>")})

    assert answer.status_code == 400
    assert "PNG, JPEG or WebP" in answer.content.decode()
    design.refresh_from_db()
    assert design.image is None


@pytest.mark.parametrize(("who", "status"), [("dmitri", 404), ("carla", 403)])
def test_refuses_everybody_but_authors(client, design, who, status, request):
    assert log_in(client, request.getfixturevalue(who)).get(_address(design)).status_code == status


def test_an_anonymous_person_is_sent_to_log_in(client, design):
    assert client.get(_address(design)).status_code == 302
