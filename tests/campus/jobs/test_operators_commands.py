"""What operators do on the site's own machine: make themselves, vouch for organisations, know issuers from elsewhere."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from campus.people.models import Person
from campus.verification.trusted import trusted_issuers

ACADEMY = "did:web:academy.example"


def run(*command):
    said = StringIO()
    call_command(*command, stdout=said)
    return said.getvalue()


def test_an_operator_is_made(db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long enough sentence")

    run("createsuperuser", "--noinput", "--email", "Operator@Site.example")

    operator = Person.objects.get(email="operator@site.example")
    assert operator.is_superuser
    assert operator.check_password("a long enough sentence")


def test_an_organisation_is_vouched_for_and_no_longer(laurel_university):
    assert "is not known" in run("vouch_for", "laurel-university", "--withdraw")
    assert trusted_issuers() == {}

    assert "(Laurel University / Лауреатски университет) is known" in run("vouch_for", "laurel-university")
    assert list(trusted_issuers().values()) == ["Laurel University"]


def test_an_issuer_from_elsewhere_is_known_and_no_longer(db):
    assert "is known" in run("trust_issuer", ACADEMY, "Academy", "--source", "telephone")
    assert trusted_issuers() == {ACADEMY: "Academy"}

    assert "is not known" in run("trust_issuer", ACADEMY, "--remove")
    assert trusted_issuers() == {}


@pytest.mark.parametrize(
    "command",
    [
        ("vouch_for", "nobody"),
        ("trust_issuer", ACADEMY),
        ("trust_issuer", ACADEMY, "Academy"),
        ("trust_issuer", "http://academy.example", "Academy", "--source", "telephone"),
        ("trust_issuer", ACADEMY, "--remove"),
    ],
    ids=["no such organisation", "no name", "no source", "no identifier", "not on the list"],
)
def test_refuses_what_cannot_be_done(db, command):
    with pytest.raises(CommandError):
        run(*command)

    assert trusted_issuers() == {}
