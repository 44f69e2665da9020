"""Words that decide: titles reserved for degrees, and verbs that can or cannot be observed, in both languages.

The verb test is a heuristic and only ever warns. English verbs are listed; Bulgarian ones are told by their endings, because
a list of conjugated forms would never end.
"""

from __future__ import annotations

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


DEGREE_WORDS = _set(
    """
    degree diploma bachelor bachelors master masters doctor doctorate doctoral phd undergraduate postgraduate national
    бакалавър бакалавърска бакалавърски магистър магистърска магистърски доктор докторска докторски докторантура
    диплома степен степента
    """
)

_OBSERVABLE = _set(
    """
    adapt address administer advise analyse analyze annotate apply appraise argue arrange assemble assess audit
    automate balance build calculate carry categorise categorize challenge check choose cite clarify classify clean
    code collaborate collect combine communicate compare compile compose compute conduct configure construct contrast
    control convert coordinate correct cooperate create criticise critique curate debate debug decide defend define
    deliver demonstrate deploy derive describe design detect determine develop devise diagnose differentiate discuss
    distinguish document draft draw edit employ engage estimate evaluate examine execute experiment explain explore
    express extract facilitate filter find forecast formulate gather generate give guide identify illustrate implement
    improve infer inspect install integrate interact interpret investigate judge justify label lead list locate
    maintain make manage map measure mentor mitigate model modify monitor name negotiate operate optimise optimize
    organise organize outline perform plan practise predict prepare present prioritise prioritize produce program
    programme propose protect prototype prove provide publish query recall recognise recognize recommend reflect
    report represent research resolve respond restore review revise run scan search secure select separate set share
    show simulate sketch solve sort specify state store structure summarise summarize support synthesise synthesize
    teach test trace train transform translate troubleshoot update use validate verify visualise visualize work write
    """
)
_LEAD_IN = re.compile(
    r"^(?:(?:the )?(?:learners?|students?) )?(?:(?:can|will|is able to|are able to|be able to|to|critically|independently) )+"
    r"|^(?:обучаемият |студентът )?(?:може да|умее да|е способен да|самостоятелно|критично) ",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BULGARIAN_NOUN = re.compile(r"(?:не|ния|ция|ции|ост|ости|ство|ства|ика|ия|ии|ки)$")
_BULGARIAN_VERB = re.compile(r"(?:а|я|и|е|м|ме|ат|ят)$")
_BULGARIAN_UNSEEN = _set(
    """
    знае познава разбира осъзнава вярва цени оценностява запознава има помни научава усвоява
    """
)


def degree_word(title: str) -> str:
    """The first word of `title` that belongs to degrees, or ""."""
    return next((word for word in _WORD.findall(title) if word.lower() in DEGREE_WORDS), "")


def first_word(statement: str) -> str:
    """The word a learning outcome starts with, after phrases such as "the learner can" and „умее да"."""
    words = _WORD.findall(_LEAD_IN.sub("", statement.strip()))
    return words[0] if words else ""


def is_observable(word: str, *, language: str) -> bool:
    """Whether `word` looks like a verb for something one can see a person do. Unknown languages pass."""
    word = word.lower()
    if language == "bg":
        if word in _BULGARIAN_UNSEEN or _BULGARIAN_NOUN.search(word):
            return False
        return _BULGARIAN_VERB.search(word) is not None
    if language == "en":
        forms = (word, word.removesuffix("s"), word.removesuffix("es"), re.sub("ies$", "y", word))
        return any(form in _OBSERVABLE for form in forms)
    return True
