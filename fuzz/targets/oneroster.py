"""OneRoster packages (`campus.connectors.oneroster`): a damaged or hostile archive, and the CSV files in it."""

from campus.connectors.oneroster.classroom import classes_of, read_class
from campus.connectors.oneroster.faults import PackageError
from campus.connectors.oneroster.package import Package
from fuzz.rule import insist, refused
from fuzz.targets import gradebook_xlsx

DICTIONARY = "gradebook"
LONGEST = 16_384


def run(data: bytes) -> None:
    """Open it and read its classes; each is whole, or every fault can be said."""
    package, _ = refused(lambda: Package(data, limit=20 * 1024**2), PackageError)
    if package is None:
        return
    classes, _ = refused(lambda: classes_of(package), PackageError)
    for each in (classes or [])[:5]:
        try:
            room = read_class(package, each.id)
        except PackageError as error:
            insist(
                error.faults and all(fault.say("en") and fault.say("bg") for fault in error.faults), "a fault cannot be said"
            )
            continue
        insist(room is not None and room.students, "a class without students is taken")
        if room is not None:
            known = all(student in room.students and item in room.items for student, item in room.scores)
            insist(known, "a result of a stranger is taken")


mutate = gradebook_xlsx.mutate
