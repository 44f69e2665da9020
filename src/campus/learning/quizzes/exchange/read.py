"""Read a file of questions, whichever of the formats it is in."""

from __future__ import annotations

from campus.learning.quizzes.exchange.moodle.read import read_moodle
from campus.learning.quizzes.exchange.qti.package import NAMESPACE, read_package, read_single
from campus.learning.quizzes.exchange.reading import KeepPicture, Reading
from campus.learning.quizzes.exchange.tree import read_xml
from campus.learning.quizzes.problems import refused

LARGEST = 20 * 1024**2


def read_questions(content: bytes, *, language: str, keep_picture: KeepPicture) -> Reading:
    """The questions of a Moodle XML file, a QTI 3 item or a QTI 3 package.

    Args:
        content: the file.
        language: of texts that do not say theirs: "bg" or "en".
        keep_picture: takes a picture in, or says that it cannot.

    Raises:
        QuestionError: the file as a whole cannot be read. A question that cannot be read is among the problems instead.
    """
    if not content.strip():
        raise refused("FILE_EMPTY")
    if len(content) > LARGEST:
        raise refused("FILE_TOO_LARGE", limit=LARGEST // 1024**2)
    reading = _read(content, language=language, keep_picture=keep_picture)
    if not reading.questions and not reading.problems:
        raise refused("NO_QUESTIONS")
    return reading


def _read(content: bytes, *, language: str, keep_picture: KeepPicture) -> Reading:
    if content[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return read_package(content, language=language, keep_picture=keep_picture)
    if b"<" not in content[:500]:
        raise refused("UNKNOWN_FORMAT")
    root = read_xml(content)
    if root.name == "quiz" and not root.namespace:
        return read_moodle(root, language=language, keep_picture=keep_picture)
    if root.name == "qti-assessment-item" and root.namespace == NAMESPACE:
        return read_single(root, language=language, keep_picture=keep_picture)
    raise refused("OLD_QTI" if root.name in ("assessmentItem", "questestinterop") else "UNKNOWN_FORMAT")
