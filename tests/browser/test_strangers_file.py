"""A stranger's file on a telephone: whatever names and addresses are in it, the page keeps its width."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

import plain_badge
from browser.looks import assert_accessible, assert_fits, picture
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import add_proof

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
DID = "did:web:nobody-anybody-has-ever-heard-of-in-all-these-years.invalid"


@pytest.mark.parametrize("language", ["en", "bg"])
def test_a_strangers_report_fits_a_telephone(phone: Page, language: str) -> None:
    badge = plain_badge.badge()
    badge["issuer"] = {"id": DID, "type": ["Profile"], "name": LONG}
    badge["credentialSubject"]["achievement"]["alignment"][0] |= {"targetName": LONG, "targetFramework": f"{LONG} {LONG}"}
    signer = LocalSigner(PrivateKey.generate("Ed25519"), f"{DID}#key-1")

    phone.goto(f"/verify?lang={language}")
    phone.locator("textarea").fill(json.dumps(add_proof(badge, signer=signer, created=timezone.now())))
    phone.locator("main form button").click()
    expect(phone.locator(".report")).to_be_visible()
    phone.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")

    assert_fits(phone)
    assert_accessible(phone)
    picture(phone, f"strangers-file-{language}")
