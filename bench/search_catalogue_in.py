"""One database filled and searched: what `search_catalogue.py` runs in a process of its own. Prints JSON."""

from __future__ import annotations

import hashlib
import json
import random
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

import django

django.setup()

from catalogue_samples import queries, records  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from search_catalogue import summed  # noqa: E402
from timing import Quiet  # noqa: E402

from campus.base import word_index  # noqa: E402
from campus.catalogue import offers  # noqa: E402
from campus.catalogue.browse import FACETS, RankedOffers, Wanted, browse  # noqa: E402
from campus.catalogue.models import Design, DesignVersion, Edition, Offer  # noqa: E402
from campus.catalogue.synonyms import slots, telling_words  # noqa: E402
from campus.catalogue.versions import canonical  # noqa: E402
from campus.people.models import Organisation, Person  # noqa: E402
from campus.people.organisations import profile_of  # noqa: E402
from campus.quality import guard  # noqa: E402

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
PER_PAGE = 24


def fill(count: int) -> float:
    """Seconds that making the catalogue took, once the designs were there."""
    with connection.cursor() as cursor:  # the rows of ten thousand reviews would prove nothing about searching
        for statement in guard.unguard(connection.vendor):
            cursor.execute(statement)
    author, approver = (Person.objects.create_user(f"{name}@bench.example", name=name) for name in ("author", "approver"))
    bodies = [
        Organisation.objects.create(
            slug=f"provider-{number}",
            kind=kind,
            name_en=f"Provider {number}",
            name_bg=f"Доставчик {number}",
            country="BG",
            vouched_at=AT,
        )
        for number, kind in enumerate((*Organisation.Kind.values, *Organisation.Kind.values))
    ]
    made = list(records(count, body=profile_of(bodies[0]).model_dump(mode="json", exclude_none=True)))
    Design.objects.bulk_create(
        (
            Design(
                organisation=bodies[number % len(bodies)],
                author=author,
                state=Design.State.PUBLISHED,
                draft={},
                created_at=AT,
                updated_at=AT,
            )
            for number, _record in enumerate(made)
        ),
        batch_size=1000,
    )
    designs = list(Design.objects.order_by("pk"))
    DesignVersion.objects.bulk_create(
        (
            _version(design, record, author, approver, number)
            for number, (design, record) in enumerate(zip(designs, made, strict=True))
        ),
        batch_size=1000,
    )
    Edition.objects.bulk_create(_editions(designs, author), batch_size=1000)
    began = perf_counter()
    offers.rebuild()
    took = perf_counter() - began
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return took


def _version(design: Design, record: Any, author: Person, approver: Person, number: int) -> DesignVersion:
    text = canonical(record.model_copy(update={"id": f"https://bench.example/m/{design.public_id}/1", "version": "1"}))
    return DesignVersion(
        design=design,
        number=1,
        record=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        title_bg=record.title.root["bg"],
        title_en=record.title.root["en"],
        author=author,
        approved_by=approver,
        published_at=AT + timedelta(minutes=number),
    )


def _editions(designs: Iterable[Design], author: Person) -> Iterable[Edition]:
    chance, today = random.Random(3), datetime.now(UTC).date()
    for design in designs:
        for _each in range(chance.randint(0, 3)):
            rolling, price = chance.random() < 0.2, chance.choice((None, 0, 60, 120, 400, 1500))
            start = None if rolling else today + timedelta(days=chance.randint(-30, 300))
            yield Edition(
                design=design,
                rolling=rolling,
                starts_on=start,
                ends_on=start + timedelta(days=60) if start else None,
                language="bg",
                mode="online",
                price=price,
                currency="EUR" if price else "",
                created_by=author,
                created_at=AT,
                updated_at=AT,
            )


def look(wanted: Wanted) -> int:
    """What a page needs of a search."""
    found = browse(wanted)
    total = len(found.offers) if isinstance(found.offers, RankedOffers) else found.offers.count()
    return total + len(list(found.offers.prefetch_related("facets")[:PER_PAGE])) + sum(map(len, found.counts.values()))


def timed(work: Callable[[Any], object], given: Iterable[Any]) -> dict[str, float]:
    took = []
    for each in given:
        began = perf_counter()
        work(each)
        took.append(perf_counter() - began)
    return summed(took)


def main(count: int, asked: int) -> None:
    call_command("migrate", verbosity=0)
    rebuilt = fill(count)
    client, today = Client(), datetime.now(UTC).date()
    for warm in queries(10, seed=9):
        client.get("/catalogue/", {"q": warm})
    typed = queries(asked)
    quiet = Quiet()
    rows = {
        "index": timed(
            lambda text: word_index.find(offers.KIND, slots(telling_words(text)), limit=1000), queries(asked, seed=4)
        ),
        "browse": timed(lambda text: look(Wanted(on=today, query=text)), typed),
        "narrowed": timed(
            lambda text: look(
                Wanted(
                    on=today,
                    query=text,
                    order="start",
                    facets={name: values for name, values in zip(FACETS, _choice(text), strict=False) if values},
                )
            ),
            queries(asked, seed=5),
        ),
        "page": timed(lambda text: client.get("/catalogue/", {"q": text}), queries(asked, seed=6)),
        "all": timed(lambda number: client.get("/catalogue/", {"page": number}), range(1, 31)),
    }
    answer = {
        "rows": rows,
        "rebuilt": rebuilt,
        "offers": Offer.objects.count(),
        "editions": Edition.objects.count(),
        "others": quiet.others(),
        "version": _version_of_database(),
    }
    print(json.dumps(answer))


def _choice(text: str) -> list[frozenset[str]]:
    """Two facets, the same for the same query."""
    chance = random.Random(text)
    chosen = {
        "size": frozenset({"up-to-75"}),
        "level": frozenset({"6", "7"}),
        "cost": frozenset({"free"}),
        "start": frozenset({"3-months"}),
    }
    names = set(chance.sample(sorted(chosen), 2))
    return [chosen.get(name, frozenset()) if name in names else frozenset() for name in FACETS]


def _version_of_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        return str(cursor.fetchone()[0]).split()[0]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
