"""`laurel verify DIR --csv FILE`: the run over a folder, with a bar while it works and the counts at its end."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, NoReturn

import typer
from rich.table import Table
from rich.text import Text

from laurel.cli.folder import ENDINGS, Clerk, files_in
from laurel.cli.inquiry import Inquiry
from laurel.cli.report_table import Tally, write_table
from laurel.cli.session import AMBER, GREY, LEAF, RED, Exit, Session, clean
from laurel.errors import WorkerLostError
from laurel.verify import texts

# worst first: one forged credential among a thousand is what the reader has to hear about
_ORDER: Final = {
    "refused": (Exit.INVALID, "✘", RED),
    "unreadable": (Exit.UNREADABLE, "✘", RED),
    "unknown": (Exit.UNKNOWN, "?", AMBER),
    "attention": (Exit.UNKNOWN, "?", AMBER),
    "unchanged": (Exit.VALID, "✔", LEAF),
    "valid": (Exit.VALID, "✔", LEAF),
}


def verify_folder(inquiry: Inquiry, *, folder: Path, to: Path, dated: str, session: Session, as_json: bool) -> NoReturn:
    """Check every file into the table and end with the code of the worst.

    Raises:
        FileError: the folder cannot be read, or the table not written.
    """
    total = sum(1 for _ in files_in(folder))
    if total == 0:
        kinds = ", ".join(sorted(ENDINGS))
        said = session.pick(f"no credential in {folder} ({kinds})", f"няма удостоверения в {folder} ({kinds})")
        session.fail([said], code=Exit.UNREADABLE)
    clerk = Clerk(inquiry, folder=folder, language=session.language)
    fingerprint = inquiry.fingerprint(dated, session.language, str(folder.resolve()))
    with session.progress(quiet=as_json) as progress:
        task = progress.add_task(session.pick("Verifying", "Проверка"), total=total)
        try:
            tally = write_table(clerk, folder=folder, to=to, fingerprint=fingerprint, each=lambda: progress.advance(task))
        except (KeyboardInterrupt, WorkerLostError) as error:
            session.fail([_stopped(error, session)], code=130)
    _tell(tally, to=to, session=session, as_json=as_json)
    raise typer.Exit(code_of(tally))


def code_of(tally: Tally) -> int:
    """The exit code of the worst: any invalid 1, else any unreadable 3, else any unknown 2, else 0."""
    return next(code for ending, (code, _, _) in _ORDER.items() if tally.endings[ending])


def _stopped(error: BaseException, session: Session) -> str:
    why = error.say(session.language) + ". " if isinstance(error, WorkerLostError) else session.pick("Stopped. ", "Спряно. ")
    return why + session.pick(
        "Run the same command again to check the rest.", "Изпълнете същата команда отново, за да се провери останалото."
    )


def _tell(tally: Tally, *, to: Path, session: Session, as_json: bool) -> None:
    counts = {ending: tally.endings[ending] for ending in reversed(_ORDER)}
    if as_json:
        answer: dict[str, Any] = {"files": tally.files, "counts": counts, "taken_over": tally.taken_over, "table": str(to)}
        session.print_json(answer)
        return
    console = session.out
    worst = next(ending for ending in _ORDER if tally.endings[ending])
    _, mark, colour = _ORDER[worst]
    good = tally.endings["valid"] + tally.endings["unchanged"]
    headline = session.pick(f"{good:,} of {tally.files:,} are valid", f"{good} от {tally.files} са валидни")
    console.print(Text(f"{mark} {headline}", style=f"bold {colour}"))
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    table.add_column()
    for ending, (_, sign, shade) in _ORDER.items():
        if tally.endings[ending]:
            label = texts.headline(ending, session.language)
            table.add_row(f"{tally.endings[ending]}", Text.assemble((f"{sign} ", shade), label))
    console.print(table)
    if tally.taken_over:
        said = session.pick("were checked by the run before", "са проверени при предишното изпълнение")
        console.print(Text(f"{tally.taken_over} {said}", style=GREY))
    advice = session.pick(f"The table is {clean(str(to))}.", f"Таблицата е {clean(str(to))}.")
    console.print(Text(advice, style="bold"))
