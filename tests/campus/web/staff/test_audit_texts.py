"""The audit trail in words: whoever reads it reads their own language, to the last detail."""

import re
from pathlib import Path

from django.utils import timezone

import campus
from campus.people import memberships
from campus.people.models import Role
from campus.web.staff import audit_texts
from cast import log_in


def test_the_audit_trail_reads_in_both_languages_to_its_last_detail(client, laurel_university, adela, rositsa, bruno):
    memberships.set_roles(laurel_university, person=bruno, roles=[Role.AUTHOR], by=adela, at=timezone.now())
    log_in(client, adela)

    english, bulgarian = (
        client.get(f"/o/laurel-university/audit/?lang={language}").content.decode() for language in ("en", "bg")
    )

    assert "roles removed: Assessor" in english
    assert "отнети роли: Оценител" in bulgarian
    assert "person " in english
    assert "човек " in bulgarian


def test_every_kind_of_entry_and_detail_has_words() -> None:
    source = "\n".join(path.read_text() for path in Path(campus.__file__).parent.rglob("*.py"))

    kinds = set(re.findall(r'subject_kind="(\w+)"', source)) - {"demonstration"}

    assert kinds <= set(audit_texts.SUBJECTS)
