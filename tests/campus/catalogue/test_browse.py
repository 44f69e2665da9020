"""The public catalogue finds what fits, counts what there is, and shows nobody what is not public."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from badges import micro_credential, publish_as, published, said, skill
from campus.catalogue import offers
from campus.catalogue.browse import Wanted, browse, coverage, offers_of
from campus.catalogue.designs import retire
from campus.catalogue.models import Offer, OfferFacet
from campus.catalogue.synonyms import telling_words
from campus.jobs.catalogue import keep_catalogue
from campus.people.models import Organisation
from laurel.annex1.record import Commission, LearningOutcome, Workload
from laurel.annex1.vocabularies import Participation, Visibility

TODAY = date(2026, 11, 26)
MICRO = ("микрокредит", "наностепен", "microcredential", "micro-credential", "микроквалификации", "")


@pytest.fixture
def catalogue(laurel_university, other_university, bruno, carla, dmitri):
    """Three micro-credentials of two universities."""

    def outcome(code, en, bg):
        return LearningOutcome(id="o", statement=said(f"Does {en}", f"Прави {bg}"), skills=(skill(code, en, bg),))

    privacy = published(
        laurel_university,
        bruno,
        carla,
        title=said("Personal data at work", "Лични данни на работното място"),
        learning_outcomes=(outcome("4.2", "Protecting personal data and privacy", "Защита на личните данни"),),
        workload=Workload(hours=Decimal(120), ects=Decimal("4.5")),
        participation=(Participation.BLENDED,),
    )
    coding = published(
        other_university,
        dmitri,
        carla,
        title=said("First steps in programming", "Първи стъпки в програмирането"),
        learning_outcomes=(outcome("3.4", "Computational thinking and programming", "Изчислително мислене"),),
        workload=Workload(hours=Decimal(20)),
        participation=(Participation.ONLINE,),
    )
    return {"sources": published(laurel_university, bruno, carla), "privacy": privacy, "coding": coding}


def _titles(found):
    return [offer.title_en for offer in found.offers]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("personal data", "Personal data at work"),
        ("лични данни", "Personal data at work"),
        ("persnal data", "Personal data at work"),
        ("програмиране", "First steps in programming"),
        ("coding", "First steps in programming"),  # another word for the same
        ("programing course", "First steps in programming"),
        ("оценяване на източници", "Evaluating digital sources"),
        ("4.2", "Personal data at work"),
        ("микроквалификация програмиране", "First steps in programming"),
    ],
)
def test_what_fits_comes_first_in_both_languages(catalogue, query, first):
    assert _titles(browse(Wanted(on=TODAY, query=query)))[:1] == [first]


@pytest.mark.parametrize("query", MICRO)
def test_words_for_micro_credential_narrow_nothing_down(catalogue, query):
    assert telling_words(query) == ()
    assert len(_titles(browse(Wanted(on=TODAY, query=query)))) == 3


def test_nothing_fits_nothing(catalogue):
    found = browse(Wanted(on=TODAY, query="underwater basket weaving zzz"))

    assert _titles(found) == []
    assert not any(found.counts.values())


def test_facets_narrow_and_their_counts_leave_their_own_choice_out(catalogue):
    found = browse(Wanted(on=TODAY, facets={"mode": frozenset({"online"})}))

    assert "First steps in programming" in _titles(found)
    assert found.counts["mode"]["blended"] >= 1  # what one would get by choosing it as well
    assert found.counts["size"].get("up-to-150", 0) == len([t for t in _titles(found) if t == "Personal data at work"])


def test_values_of_one_facet_widen_and_different_facets_narrow(catalogue):
    both = browse(Wanted(on=TODAY, facets={"skill": frozenset({"4.2", "3.4"})}))
    narrow = browse(Wanted(on=TODAY, facets={"skill": frozenset({"4.2", "3.4"}), "size": frozenset({"up-to-25"})}))

    assert len(_titles(both)) == 2
    assert _titles(narrow) == ["First steps in programming"]


def test_the_counts_are_what_choosing_would_give(catalogue):
    for facet, values in browse(Wanted(on=TODAY)).counts.items():
        for value, count in values.items():
            assert len(_titles(browse(Wanted(on=TODAY, facets={facet: frozenset({value})})))) == count, (facet, value)


def test_orders(catalogue):
    assert _titles(browse(Wanted(on=TODAY, order="shortest")))[0] == "First steps in programming"
    assert _titles(browse(Wanted(on=TODAY, order="title"))) == sorted(_titles(browse(Wanted(on=TODAY))))


def test_one_provider_can_be_looked_through(catalogue, other_university):
    assert _titles(browse(Wanted(on=TODAY, organisation=other_university.pk))) == ["First steps in programming"]


def test_refuses_to_show_organisations_that_nobody_vouches_for(catalogue, other_university):
    hidden = Offer.objects.get(organisation=other_university)
    Organisation.objects.filter(pk=other_university.pk).update(vouched_at=None)

    assert len(_titles(browse(Wanted(on=TODAY)))) == 2
    assert offers_of([hidden.pk]) == []
    assert "3.4" not in coverage()


def test_a_newer_version_takes_the_place_and_a_retired_design_goes(catalogue, laurel_university, bruno, carla):
    design = catalogue["privacy"].design
    changed = micro_credential(laurel_university, title=said("Data and the law", "Данни и право"))
    publish_as(design, carla, changed)

    assert _titles(browse(Wanted(on=TODAY, query="law")))[:1] == ["Data and the law"]
    assert "Personal data at work" not in _titles(browse(Wanted(on=TODAY)))

    design.refresh_from_db()
    retire(design, by=bruno, at=catalogue["privacy"].published_at)
    assert len(_titles(browse(Wanted(on=TODAY)))) == 2
    assert _titles(browse(Wanted(on=TODAY, query="law"))) == []


def test_the_catalogue_is_made_anew_from_what_was_published(catalogue, monday, capsys):
    before = {offer.design_id: (offer.title_en, offer.hours) for offer in Offer.objects.all()}
    facets = OfferFacet.objects.count()
    Offer.objects.all().delete()
    assert not offers.is_complete()

    keep_catalogue(at=monday)

    assert offers.is_complete()
    assert {offer.design_id: (offer.title_en, offer.hours) for offer in Offer.objects.all()} == before
    assert OfferFacet.objects.count() == facets
    call_command("rebuild_catalogue")
    assert "3 micro-credentials" in capsys.readouterr().out


def test_refuses_to_show_a_design_that_is_for_its_commissioner_alone(catalogue, laurel_university, bruno, carla):
    design = catalogue["privacy"].design
    hidden = {"visibility": Visibility.RESTRICTED, "commission": Commission(name=said("Zornitsa Bakery", "Пекарна Зорница"))}
    title = said("Data at the bakery", "Данни в пекарната")

    publish_as(design, carla, micro_credential(laurel_university, title=title, **hidden))
    published(laurel_university, bruno, carla, title=title, **hidden)

    assert len(_titles(browse(Wanted(on=TODAY)))) == 2
    assert "Data at the bakery" not in _titles(browse(Wanted(on=TODAY, query="bakery")))
    assert offers.is_complete()
    assert offers.rebuild() == 2
    assert not Offer.objects.filter(design=design).exists()


def test_a_text_that_speaks_of_visibility_hides_nothing(catalogue, laurel_university, bruno, carla):
    quoted = said('{"visibility":"restricted"}', '"visibility":"restricted"')

    published(laurel_university, bruno, carla, title=said("Settings", "Настройки"), description=quoted)

    assert len(_titles(browse(Wanted(on=TODAY)))) == 4
    assert offers.is_complete()
    assert offers.rebuild() == 4


def test_an_offer_that_should_not_be_there_is_found_and_taken_away(catalogue, laurel_university, carla, monday):
    offer = Offer.objects.get(version=catalogue["privacy"])
    publish_as(offer.design, carla, micro_credential(laurel_university, visibility=Visibility.RESTRICTED))
    offer.save(force_insert=True)  # as if it had come back
    assert not offers.is_complete()

    keep_catalogue(at=monday)

    assert offers.is_complete()
    assert not Offer.objects.filter(design=offer.design).exists()


def test_the_coverage_counts_each_competence(catalogue):
    assert coverage() == {"1.1": 1, "1.2": 1, "1.3": 1, "3.4": 1, "4.2": 1}
