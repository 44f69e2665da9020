"""Points in time (`timestamp`): read as XML Schema reads them, or not at all; and durations of ELM."""

from datetime import UTC, datetime, timedelta

from fuzz.rule import insist
from laurel.formats.elm import durations
from laurel.timestamp import parse_timestamp, write_timestamp

DICTIONARY = "time"
LONGEST = 64


def run(data: bytes) -> None:
    """Read, compare with Python's own reader, write, read again."""
    text = data.decode("utf-8", "replace")
    durations.read(text)
    moment = parse_timestamp(text)
    if moment is None:
        return
    insist(text.isascii() and moment.tzinfo is UTC, "odd characters in a date")
    insist(parse_timestamp(write_timestamp(moment)) == moment.replace(microsecond=0), "not the same after writing")
    if "T24:" not in text:
        fraction = text.partition(".")[2].rstrip("Z").partition("+")[0].partition("-")[0]
        plain = text.replace(f".{fraction}", f".{fraction[:6]:0<6}", 1) if fraction else text
        insist(abs(datetime.fromisoformat(plain) - moment) < timedelta(microseconds=1), "Python reads another moment")
