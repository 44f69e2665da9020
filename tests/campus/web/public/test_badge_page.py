"""The public badge page: three facts first, the verdict, and nothing the holder did not release."""

import io
import json
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image

from badges import issued, published
from campus.issuing.models import Credential
from campus.issuing.revoke import revoke
from campus.wallet import share
from campus.wallet.models import Holding, Share


@pytest.fixture
def holding(version, rositsa, amina):
    return Holding.objects.create(credential=issued(version, rositsa), person=amina, claimed_at=timezone.now())


def page_of(client, holding, **wishes):
    made = share.create(holding, at=timezone.now(), **wishes)
    return client.get(f"/s/{made.token}", headers={"Accept-Language": "en"})


def state(holding, rositsa, kind):
    """Bring a badge into one of four states."""
    credential = holding.credential
    if kind == "revoked":
        revoke(credential.pk, because="It was issued twice", by=rositsa, at=timezone.now())
    if kind == "tampered":
        changed = credential.document.replace("Amina Yusuf", "Ahmed Yusuf")
        Credential.objects.filter(pk=credential.pk).update(document=changed)


@pytest.mark.parametrize(
    ("kind", "verdict"), [("valid", "verdict valid"), ("revoked", "verdict refused"), ("tampered", "verdict refused")]
)
def test_the_three_facts_come_first_whatever_the_state(client, holding, rositsa, kind, verdict):
    state(holding, rositsa, kind)

    html = page_of(client, holding).content.decode()

    places = [
        html.index("Laurel University"),
        html.index("Issued on"),
        html.index("Evaluating information"),
        html.index(verdict),
    ]
    assert places == sorted(places)
    assert timezone.localtime().strftime("%Y") in html


def test_an_expired_badge_says_so(client, laurel_university, bruno, carla, rositsa, amina, monkeypatch):
    credential = issued(published(laurel_university, bruno, carla, valid_for_months=1), rositsa)
    holding = Holding.objects.create(credential=credential, person=amina, claimed_at=timezone.now())
    later = timezone.now() + timedelta(days=60)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    html = page_of(client, holding).content.decode()

    assert "verdict refused" in html
    assert "Laurel University" in html


def test_a_revoked_badge_gives_the_reason(client, holding, rositsa):
    state(holding, rositsa, "revoked")

    html = page_of(client, holding).content.decode()

    assert "It was issued twice" in html
    assert "This badge does not hold" in html
    assert "is-and-is-not" not in html


@pytest.mark.parametrize("language", ["en", "bg"])
def test_every_reader_is_told_what_it_is_and_is_not(client, holding, language):
    token = share.create(holding, at=timezone.now()).token

    texts = [
        client.get(f"/s/{token}?for={reader}&lang={language}").content.decode()
        for reader in ("employer", "institution", "learner", "policy")
    ]

    assert len({text.partition("is-and-is-not")[2][:2000] for text in texts}) == 4
    assert all(("It is not" if language == "en" else "Какво не е") in text for text in texts)


def test_the_page_is_kept_out_of_indexes_and_caches(client, holding):
    page = page_of(client, holding)

    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "same-origin"


def test_hidden_name_and_results_are_nowhere_on_the_page(client, holding):
    html = page_of(client, holding, show_name=False, show_results=False).content.decode()

    assert "Amina" not in html
    assert "<caption>Results</caption>" not in html
    assert "/download/" not in html


def test_refuses_a_file_that_holds_what_is_hidden(client, holding):
    made = share.create(holding, at=timezone.now(), show_name=False)

    for address in (f"/s/{made.token}/download/json", f"/s/{made.token}/download/pdf"):
        assert client.get(address).status_code == 403
    assert client.get(f"/s/{made.token}", headers={"Accept": "application/json"}).status_code == 403


def test_machines_get_the_signed_text(client, holding):
    made = share.create(holding, at=timezone.now())

    answer = client.get(f"/s/{made.token}", headers={"Accept": "application/json, */*;q=0.1"})

    assert answer.content.decode() == holding.credential.document


@pytest.mark.parametrize("how", ["withdrawn", "expired"])
def test_a_link_that_is_over_answers_410_and_names_nobody(client, holding, how):
    made = share.create(holding, at=timezone.now())
    now = timezone.now()
    over = (
        {"withdrawn_at": now}
        if how == "withdrawn"
        else {"created_at": now - timedelta(days=2), "expires_at": now - timedelta(days=1)}
    )
    Share.objects.filter(pk=made.pk).update(**over)

    page = client.get(f"/s/{made.token}", headers={"Accept-Language": "en"})

    assert page.status_code == 410
    assert "Amina" not in page.content.decode()
    assert "Evaluating" not in page.content.decode()


def test_an_unknown_link_answers_404(client, db):
    assert client.get("/s/" + "x" * 43).status_code == 404


def test_only_others_are_counted(client, holding, amina):
    made = share.create(holding, at=timezone.now())
    client.get(f"/s/{made.token}")
    client.force_login(amina, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get(f"/s/{made.token}")

    made.refresh_from_db()
    assert made.views == 1


def test_the_preview_card_is_a_picture_without_the_holder(client, holding):
    made = share.create(holding, at=timezone.now())

    card = client.get(f"/s/{made.token}/card.png")

    with Image.open(io.BytesIO(card.content)) as picture:
        assert picture.size == (1200, 630)
    assert f"/s/{made.token}/card.png" in client.get(f"/s/{made.token}").content.decode()


def test_hostile_texts_are_escaped(client, laurel_university, bruno, carla, rositsa, amina):
    credential = issued(published(laurel_university, bruno, carla), rositsa, name="<script>alert(1)</script>")
    holding = Holding.objects.create(credential=credential, person=amina, claimed_at=timezone.now())

    html = page_of(client, holding).content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_the_public_design_page_speaks_to_people_and_machines(client, version):
    address = f"/m/{version.design.public_id}/1"

    html = client.get(address, headers={"Accept-Language": "en"}).content.decode()
    machine = client.get(address, headers={"Accept": "application/ld+json"})

    for label in ("Learning outcomes", "Notional workload", "Quality assurance", "Stackability", "1.5 ECTS (about 40 hours)"):
        assert label in html
    assert json.loads(machine.content)["type"] == ["Achievement"]
    assert client.get(f"{address}/badge.png")["Content-Type"] == "image/png"
    assert client.get(f"/m/{version.design.public_id}/2").status_code == 404


@pytest.mark.parametrize("reader", ["employer", "institution", "learner", "policy"])
@pytest.mark.parametrize("language", ["en", "bg"])
def test_the_design_page_says_nothing_of_a_badge_that_nobody_showed_it(client, version, language, reader):
    html = client.get(f"/m/{version.design.public_id}/1?for={reader}&lang={language}").content.decode()

    assert "is-and-is-not" in html
    for claim in ("Checked by this page", "this person showed", "Проверено от тази страница", "този човек е показал"):
        assert claim not in html
