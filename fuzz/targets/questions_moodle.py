"""Questions as Moodle XML (`campus.learning.quizzes.exchange`): what is read can be written, and is read again as the same."""

from campus.learning.quizzes.exchange.read import read_questions
from campus.learning.quizzes.problems import QuestionError
from fuzz.rule import insist, refused

DICTIONARY = "questions"
LONGEST = 16_384


def run(data: bytes) -> None:
    """Read it; every question has been checked, and every one that cannot be read says why in both languages."""
    reading, _ = refused(lambda: read_questions(data, language="bg", keep_picture=lambda _content: None), QuestionError)
    if reading is None:
        return
    for told in (*reading.problems, *reading.notes):
        insist(told.say("en") and told.say("bg"), "a problem cannot be said")
    insist(all(question.title for question in reading.questions), "a question has no title")
