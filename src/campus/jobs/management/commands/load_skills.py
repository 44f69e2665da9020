"""`load_skills digcomp|esco|case [PATH]`: load a framework of skills."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from campus.base.refusals import Refusal
from campus.catalogue.offers import rebuild
from campus.skills.load import load
from campus.skills.occupations import load_relations
from campus.skills.sources import case, digcomp, esco, esco_relations
from campus.skills.sources.concept import Source

_READERS = {"digcomp": digcomp.read, "esco": esco.read, "case": case.read}


class Command(BaseCommand):
    help = (
        "Load a framework of skills: DigComp (the competences that come with Laurel, or the JSON-LD supplement), "
        "ESCO (its CSV folder or a file of it), or any CASE package. Loading again updates; nothing is lost."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("framework", choices=sorted(_READERS))
        parser.add_argument("path", type=Path, nargs="?", help="the published file or folder; for DigComp it may be left out")
        parser.add_argument("--lang", choices=["en", "bg"], default="en", help="language of what is refused")

    def handle(self, *_: Any, **options: Any) -> None:
        with translation.override(options["lang"]):
            try:
                related = None
                loaded = load(_source(options["framework"], options["path"]), at=timezone.now(), progress=self._progress)
                if options["framework"] == "esco" and (file := esco_relations.find(options["path"])):
                    related = load_relations(esco_relations.read(file))
            except Refusal as refusal:
                raise CommandError(str(refusal.message)) from None
            except OSError as error:
                raise CommandError(f"{options['path']}: {error.strerror}") from None
        self.stdout.write(f"{loaded.framework}: {loaded.concepts} concepts, {loaded.withdrawn} withdrawn")
        if related is not None:
            self.stdout.write(f"{related[0]} skills of occupations, {related[1]} left out: one side is not loaded")
            self.stdout.write(f"{rebuild()} micro-credentials in the catalogue made anew")

    def _progress(self, count: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{count} …", ending="")
            self.stderr.flush()


def _source(framework: str, path: Path | None) -> Source:
    if path is None:
        if framework != "digcomp":
            raise CommandError(f"{framework} needs the published file or folder")
        return digcomp.carried()
    return _READERS[framework](path)
