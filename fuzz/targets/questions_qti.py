"""Questions as QTI 3 (`campus.learning.quizzes.exchange`): an item alone, or a package as a damaged or hostile archive."""

from fuzz.targets import gradebook_xlsx, questions_moodle

DICTIONARY = "questions"
LONGEST = 16_384


def run(data: bytes) -> None:
    """As any file of questions."""
    questions_moodle.run(data)


mutate = gradebook_xlsx.mutate
