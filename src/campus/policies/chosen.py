"""The rule sets an organisation measures its micro-credentials by, and choosing them.

chosen_packs(organisation)  ->  (ChosenPack, …): the rules, and whether they block or only warn
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.people.models import Organisation, Role
from campus.people.roles import Actor, person_of, require
from campus.policies.models import OrganisationPack, OwnPack, OwnPackVersion
from laurel.errors import PolicyError
from laurel.policy.pack import Pack, built_in, read_pack

Weight = OrganisationPack.Weight
KEEPERS = (Role.QA_OFFICER, Role.ADMINISTRATOR)
DEFAULT = "eu"
MOST = 10


class UnknownPackError(Refusal):
    """Neither a built-in rule set nor one of the organisation's own."""

    code = "UNKNOWN_PACK"
    text = _("There is no rule set “{pack}” here.")


class TooManyPacksError(Refusal):
    """More than a person can keep in view."""

    code = "TOO_MANY_PACKS"
    text = _("Choose at most {most} rule sets.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenPack:
    """One chosen rule set.

    Attributes:
        pack: its rules; None where its file can no longer be read here, because a set that it extends has changed.
        blocking: True where what it does not allow may not be published.
        row: the choice itself; None for the default, while nothing is chosen.
        newer: the newest version of an own set, where the choice stands on an older one.
    """

    pack_id: str
    pack: Pack | None
    blocking: bool
    row: OrganisationPack | None = None
    newer: OwnPackVersion | None = None


def chosen_packs(organisation: Organisation) -> tuple[ChosenPack, ...]:
    """What the organisation chose, by id; while it has chosen nothing, the European one, which then only warns."""
    rows = OrganisationPack.objects.filter(organisation=organisation).select_related("own_version__pack")
    found = tuple(_chosen(row) for row in rows.order_by("pack_id"))
    return found or (ChosenPack(pack_id=DEFAULT, pack=built_in()[DEFAULT], blocking=False),)


def pack_of(version: OwnPackVersion) -> Pack | None:
    """The rules of one own version; None where they cannot be read any more."""
    try:
        return read_pack(version.text)
    except PolicyError:
        return None


def newest_version(pack: OwnPack) -> OwnPackVersion | None:
    """The version uploaded last."""
    return pack.versions.order_by("-pk").first()


@transaction.atomic
def choose(organisation: Organisation, choices: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """Replace what is chosen: the weight ("blocking", "warning") by the id of a built-in set or of an own one.

    An own set is chosen in its newest version, even where an older one was chosen before.

    Raises:
        NotAllowedError: neither quality officer nor administrator there.
        UnknownPackError: an id that is not there.
        TooManyPacksError: more than `MOST`.
    """
    require(by, organisation, *KEEPERS)
    if len(choices) > MOST:
        raise TooManyPacksError(field="packs", most=MOST)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    own = {pack.pack_id: pack for pack in OwnPack.objects.filter(organisation=organisation)}
    rows = []
    for pack_id, weight in choices.items():
        version = newest_version(own[pack_id]) if pack_id in own else None
        if version is None and pack_id not in built_in():
            raise UnknownPackError(field="packs", pack=pack_id)
        rows.append(
            OrganisationPack(
                organisation=organisation,
                pack_id=pack_id,
                own_version=version,
                weight=Weight(weight),
                chosen_by=person_of(by),
                chosen_at=at,
            )
        )
    OrganisationPack.objects.filter(organisation=organisation).delete()
    OrganisationPack.objects.bulk_create(rows)
    audit.note(
        "policies.chosen",
        actor=person_of(by),
        organisation=organisation.pk,
        subject_kind="organisation",
        subject=organisation.pk,
        at=at,
        packs=[f"{row.pack_id} ({row.weight})" for row in rows],
    )


def _chosen(row: OrganisationPack) -> ChosenPack:
    blocking = row.weight == Weight.BLOCKING
    if row.own_version is None:
        return ChosenPack(pack_id=row.pack_id, pack=built_in().get(row.pack_id), blocking=blocking, row=row)
    newest = newest_version(row.own_version.pack)
    newer = newest if newest is not None and newest.pk != row.own_version.pk else None
    return ChosenPack(pack_id=row.pack_id, pack=pack_of(row.own_version), blocking=blocking, row=row, newer=newer)
