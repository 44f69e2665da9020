"""From the dataset's folder to awards and orders, presentation by presentation. Every step can be interrupted and repeated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import groupby
from pathlib import Path

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from campus.catalogue.designs import create_design
from campus.catalogue.models import Design, DesignVersion
from campus.issuing.models import Batch
from campus.jobs.oulad import checked, designs, tables
from campus.jobs.oulad.refusals import DatasetError
from campus.jobs.oulad.tables import Presentation
from campus.learning.award import award_cohort
from campus.learning.cohorts import create_cohort
from campus.learning.gradebook import Mapping
from campus.learning.import_gradebook import import_gradebook
from campus.learning.issue_awards import issue_awards
from campus.learning.models import Award, Cohort, GradebookUpload
from campus.people.memberships import grant
from campus.people.models import Organisation, Person, Role
from campus.people.organisations import create_organisation, vouch
from campus.quality import review
from campus.quality.chains import FOUR_EYES, chain_of, choose_chain

SLUG = "oulad"
WHY_TWO_PEOPLE = "A demonstration with real data: the loader writes, one other account approves."
AWARDED = _("{presentation}: awarded {awards}, rules not met {not_met}")
Say = Callable[[StrOrPromise], None]


def load(folder: Path, *, at: datetime, say: Say = lambda _line: None) -> list[Batch]:
    """Make the cohorts, import their gradebooks, award, and order a badge for everybody who passed.

    Returns: the batches to follow, one for each presentation with awards; the same ones when repeated.

    Raises:
        DatasetError: the folder does not hold the dataset.
    """
    checked.check(folder)
    every = tables.presentations(folder)
    author, approver = _staff(at)
    batches: list[Batch] = []
    for module, group in groupby(every, key=lambda presentation: presentation.module):
        runs = list(group)
        version = _version(module, runs, author=author, approver=approver, at=at)
        for presentation in runs:
            cohort = _graded(folder, presentation, version, by=author, at=at)
            outcome = award_cohort(cohort, by=author, at=at)
            awards = Award.objects.filter(enrolment__cohort=cohort).count()
            say(format_lazy(AWARDED, presentation=presentation.title, awards=awards, not_met=outcome.not_met))
            if awards:
                batches.append(issue_awards(cohort, by=approver, at=at))
    return batches


@transaction.atomic
def _staff(at: datetime) -> tuple[Person, Person]:
    """Two people without a log-in: one designs and assesses, the other approves and issues."""
    people = [
        Person.objects.filter(email=email).first() or Person.objects.create_user(email, name=name, language="en")
        for email, name in (("oulad-author@example.org", "OULAD loader"), ("oulad-registrar@example.org", "OULAD registrar"))
    ]
    organisation = Organisation.objects.filter(slug=SLUG).first() or create_organisation(
        SLUG, by=people[0], at=at, name_en="OULAD demonstration", name_bg="Демонстрация OULAD", country="GB", url=designs.SOURCE
    )
    vouch(organisation, by=None, at=at)
    grant(organisation, person=people[0], roles=[Role.AUTHOR, Role.ASSESSOR])
    grant(organisation, person=people[1], roles=[Role.QA_OFFICER, Role.REGISTRAR])
    if not chain_of(organisation).number:
        choose_chain(organisation, FOUR_EYES, by=None, at=at, because=WHY_TWO_PEOPLE)
    return people[0], people[1]


@transaction.atomic
def _version(
    module: str, presentations: list[Presentation], *, author: Person, approver: Person, at: datetime
) -> DesignVersion:
    organisation = Organisation.objects.get(slug=SLUG)
    draft = designs.draft_of(module, presentations)
    made = DesignVersion.objects.select_related("design__organisation").filter(
        design__organisation=organisation, title_en=draft["title"]["en"]
    )
    known = made.order_by("number").last()
    if known is not None:
        return known
    design: Design = create_design(organisation, by=author, at=at, draft=draft)
    version = review.approve(review.submit(design, by=author, at=at), by=approver, at=at)
    return version if version is not None else DesignVersion.objects.get(design=design)


def _graded(folder: Path, presentation: Presentation, version: DesignVersion, *, by: Person, at: datetime) -> Cohort:
    organisation = Organisation.objects.get(slug=SLUG)
    cohort = Cohort.objects.filter(organisation=organisation, title=presentation.title).first() or create_cohort(
        organisation, design_version=version, title=presentation.title, by=by, at=at
    )
    info, marks = f"{presentation.title} studentInfo.csv", f"{presentation.title} studentAssessment.csv"
    done = set(
        cohort.uploads.filter(state=GradebookUpload.State.IMPORTED).values_list("file_name", flat=True)
    )  # fmt: skip
    if info not in done:
        _whole(import_gradebook(cohort, content=tables.enrolments(folder, presentation), file_name=info, by=by, at=at))
    if marks not in done and designs.part_ids(presentation):
        content = tables.results(folder, presentation)
        choose = partial(_named, presentation=presentation)
        _whole(import_gradebook(cohort, content=content, file_name=marks, by=by, at=at, choose=choose))
    return Cohort.objects.select_related("organisation", "design_version__design").get(pk=cohort.pk)


def _whole(upload: GradebookUpload) -> None:
    """A part of real data that did not go in would look like somebody who failed."""
    if upload.state != GradebookUpload.State.IMPORTED or upload.bad_rows:
        raise DatasetError(path=upload.file_name)


def _named(guessed: Mapping, *, presentation: Presentation) -> Mapping:
    if guessed.pivot is None:
        raise DatasetError(path="studentAssessment.csv")
    return replace(guessed, pivot=replace(guessed.pivot, names=designs.part_ids(presentation)))
