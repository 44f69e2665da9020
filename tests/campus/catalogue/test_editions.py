"""Editions: when, where and for how much a published micro-credential can be taken; what does not fit is refused by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from badges import AWARDED, edition_of, published
from campus.base.models import AuditEntry
from campus.catalogue import editions
from campus.catalogue.browse import Wanted, browse
from campus.catalogue.designs import create_design, retire
from campus.catalogue.editions import EditionFacts, announce, cancel, change, next_starts, shown, take_applications
from campus.catalogue.models import Edition
from campus.people.roles import NotAllowedError
from cast import MONDAY

TODAY = date(2026, 11, 26)
FACTS = EditionFacts(
    language="bg",
    mode="blended",
    starts_on=date(2027, 3, 1),
    ends_on=date(2027, 4, 30),
    apply_by=date(2027, 2, 20),
    place="Sofia",
    country="BG",
    price=Decimal("120.00"),
    currency="EUR",
    capacity=20,
)
ROLLING = EditionFacts(language="en", mode="online", rolling=True, price=Decimal(0))


@pytest.fixture
def version(laurel_university, bruno, carla):
    return published(laurel_university, bruno, carla)


@pytest.fixture
def edition(version, bruno):
    return announce(version.design, FACTS, by=bruno, at=MONDAY)


def test_an_author_or_a_registrar_announces_and_the_trail_says_so(version, bruno, rositsa):
    first = announce(version.design, FACTS, by=bruno, at=MONDAY)
    announce(version.design, ROLLING, by=rositsa, at=MONDAY)

    assert (first.state, first.price, first.currency) == ("open", Decimal(120), "EUR")
    assert AuditEntry.objects.filter(action="edition.announced").count() == 2


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"starts_on": None}, "START_MISSING", "starts_on"),
        ({"rolling": True}, "ROLLING_HAS_NO_DATES", "starts_on"),
        ({"ends_on": date(2027, 2, 28)}, "ENDS_BEFORE_START", "ends_on"),
        ({"apply_by": date(2027, 5, 1)}, "DEADLINE_TOO_LATE", "apply_by"),
        ({"price": Decimal("-1")}, "PRICE_NEGATIVE", "price"),
        ({"price": Decimal("1.005")}, "PRICE_NEGATIVE", "price"),
        ({"price": Decimal("NaN")}, "PRICE_NEGATIVE", "price"),
        ({"currency": ""}, "CURRENCY_MISSING", "currency"),
        ({"currency": "ZZZ"}, "UNKNOWN_VALUE", "currency"),
        ({"place": "  "}, "PLACE_MISSING", "place"),
        ({"capacity": 0}, "CAPACITY_WRONG", "capacity"),
        ({"mode": "telepathy"}, "UNKNOWN_VALUE", "mode"),
        ({"language": "Bulgarian"}, "UNKNOWN_VALUE", "language"),
        ({"country": "bg"}, "UNKNOWN_VALUE", "country"),
        ({"time_zone": "Europe/Nowhere"}, "UNKNOWN_VALUE", "time_zone"),
        ({"apply_url": "javascript:alert(1)"}, "UNKNOWN_VALUE", "apply_url"),
    ],
)
def test_refuses_what_does_not_fit_and_names_the_field(version, bruno, changed, code, field):
    with pytest.raises(editions.EditionRefused) as refused:
        announce(version.design, replace(FACTS, **changed), by=bruno, at=MONDAY)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    "column",
    [
        {"ends_on": date(2027, 1, 1)},
        {"starts_on": None},
        {"rolling": True},
        {"price": Decimal(-5)},
        {"currency": ""},
        {"capacity": 0},
        {"apply_by": date(2028, 1, 1)},
        {"state": "cancelled"},
        {"state": "elsewhere"},
    ],
)
def test_the_database_refuses_it_too(edition, column):
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**column)


def test_refuses_whoever_is_neither_author_nor_registrar(version, edition, carla, dmitri):
    for someone in (carla, dmitri):
        with pytest.raises(NotAllowedError):
            announce(version.design, FACTS, by=someone, at=MONDAY)
        with pytest.raises(NotAllowedError):
            cancel(edition, by=someone, at=MONDAY)


def test_refuses_editions_of_what_is_not_offered(laurel_university, version, bruno):
    draft = create_design(laurel_university, by=bruno, at=MONDAY)
    retire(version.design, by=bruno, at=MONDAY)

    for design in (draft, version.design):
        with pytest.raises(editions.NotOfferedError):
            announce(design, FACTS, by=bruno, at=MONDAY)


def test_refuses_a_change_to_what_somebody_changed_in_between(edition, bruno, rositsa):
    change(edition, replace(FACTS, capacity=30), revision=1, by=bruno, at=MONDAY)

    with pytest.raises(editions.StaleEditionError):
        change(edition, replace(FACTS, capacity=10), revision=1, by=rositsa, at=MONDAY)
    edition.refresh_from_db()
    assert (edition.capacity, edition.revision) == (30, 2)


def test_a_change_that_changes_nothing_leaves_no_trace(edition, bruno):
    assert change(edition, FACTS, revision=1, by=bruno, at=MONDAY).revision == 1
    assert not AuditEntry.objects.filter(action="edition.changed").exists()


def test_cancelling_stands_and_the_first_reason_too(edition, bruno):
    cancel(edition, because="  too few   people ", by=bruno, at=MONDAY)

    for attempt in (
        lambda: cancel(edition, because="other", by=bruno, at=MONDAY),
        lambda: change(edition, FACTS, revision=2, by=bruno, at=MONDAY),
        lambda: take_applications(edition, open_=True, by=bruno, at=MONDAY),
    ):
        with pytest.raises(editions.EditionCancelledError):
            attempt()
    edition.refresh_from_db()
    assert edition.cancelled_because == "too few people"


def test_applications_close_and_open_again(version, edition, bruno):
    take_applications(edition, open_=False, by=bruno, at=MONDAY)
    assert next_starts([version.design_id], on=TODAY) == {}

    take_applications(edition, open_=True, by=bruno, at=MONDAY)
    assert next_starts([version.design_id], on=TODAY)[version.design_id] == edition


def test_what_one_can_join_ends_with_the_last_day_to_apply(version, edition):
    before, last, after = (date(2027, 2, day) for day in (19, 20, 21))

    joined = [bool(next_starts([version.design_id], on=day)) for day in (before, last, after)]

    assert joined == [True, True, False]
    assert shown(version.design, on=after) == [edition]  # it can still be seen
    assert shown(version.design, on=date(2027, 5, 1)) == []  # until it is over


DAYS = st.dates(date(2026, 10, 1), date(2027, 3, 1))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(start=DAYS, long=st.none() | st.integers(0, 60), deadline=st.none() | DAYS, rolling=st.booleans())
def test_one_answer_to_whether_one_can_join(version, bruno, start, long, deadline, rolling):
    """The rule in the database and the one in Python agree on every day."""
    with transaction.atomic():
        facts = replace(ROLLING, apply_by=deadline)
        if not rolling:
            end = None if long is None else max(start + timedelta(days=long), deadline or start)
            facts = replace(facts, rolling=False, starts_on=start, ends_on=end)
        made = announce(version.design, facts, by=bruno, at=MONDAY)
        found = Edition.objects.filter(editions.joinable(TODAY), pk=made.pk).exists()
        assert found == editions.is_joinable(made, on=TODAY)
        assert (made not in shown(version.design, on=TODAY)) == editions.is_over(made, on=TODAY)
        assert not (found and editions.is_over(made, on=TODAY))  # what one can join is not over
        transaction.set_rollback(True)


@pytest.fixture
def four(laurel_university, bruno, carla):
    """Free and rolling; dear and soon; cheap and late; no edition at all."""
    made = {name: published(laurel_university, bruno, carla) for name in ("free", "dear", "cheap", "none")}
    announce(made["free"].design, ROLLING, by=bruno, at=AWARDED)
    announce(made["cheap"].design, replace(FACTS, price=Decimal(80)), by=bruno, at=AWARDED)
    soon = {"starts_on": TODAY + timedelta(days=20), "ends_on": None, "apply_by": None}
    announce(made["dear"].design, replace(FACTS, **soon, price=Decimal(2000)), by=bruno, at=AWARDED)
    announce(made["dear"].design, replace(FACTS, price=Decimal(0), currency=""), by=bruno, at=AWARDED)
    return {version.design_id: name for name, version in made.items()}


def _found(four, **facets):
    wanted = Wanted(on=TODAY, facets={name: frozenset(values.split()) for name, values in facets.items()}, order="start")
    return [four[offer.design_id] for offer in browse(wanted).offers]


def test_facets_of_price_and_start_ask_for_one_edition_that_is_both(four):
    assert _found(four, cost="free") == ["free", "dear"]
    assert _found(four, cost="up-to-100") == ["free", "cheap", "dear"]
    assert _found(four, start="1-month") == ["free", "dear"]
    assert _found(four, start="1-month", cost="free") == ["free"]  # the free edition of the dear one begins later
    assert _found(four, start="no-such-value") == []


def test_the_order_by_start_puts_what_begins_at_any_time_first_and_what_never_begins_last(four):
    order = _found(four)

    assert (order[:2], order[-1]) == (["free", "dear"], "none")


def test_counts_of_price_and_start_are_what_choosing_would_give(four):
    for chosen in ({}, {"cost": "free"}, {"start": "1-month"}, {"mode": "blended", "start": "any-time"}):
        wanted = Wanted(on=TODAY, facets={name: frozenset({value}) for name, value in chosen.items()})
        for facet in ("cost", "start"):
            for value, count in browse(wanted).counts[facet].items():
                assert len(_found(four, **{**chosen, facet: value})) == count, (chosen, facet, value)


def test_prices_in_other_currencies_stand_under_no_amount(version, bruno):
    edition_of(version, bruno, MONDAY, price=Decimal(50), currency="RON")

    assert browse(Wanted(on=TODAY)).counts["cost"] == {}
