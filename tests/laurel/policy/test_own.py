"""A pack that anybody may have written is read within limits, and what is wrong with it is said by rule and key."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laurel.errors import PolicyError
from laurel.policy.evaluate import Answer, evaluate
from laurel.policy.facts import read_facts
from laurel.policy.limits import MAX_EXTENDS, MAX_RULES, fill
from laurel.policy.own import read_all, read_own

DAY = date(2026, 11, 25)
HEAD = """
version = "1"
title = { en = "Ours", bg = "Нашите" }
status = "in_force"
"""


def pack(name: str = "ours", *, extends: str = '"eu"', rules: str = "") -> str:
    return f'id = "{name}"\nextends = [{extends}]\n{HEAD}{rules}'


def rule(text: str = "", *, name: str = "OUR-01", requires: str = "Languages.", require: str = 'includes = ["bg"]') -> str:
    return f"""
[[rule]]
id = "{name}"
stage = "design"
element = "M2"
title = {{ en = "Language", bg = "Език" }}
requires = {{ en = "{requires}", bg = "{requires}" }}
require = {{ fact = "languages", {require} }}
{text}
"""


def refused(text: str) -> list[tuple[str, str, str]]:
    with pytest.raises(PolicyError) as error:
        read_own(text)
    assert all(problem.bg for problem in error.value.problems)
    return [(problem.at, problem.code, problem.en) for problem in error.value.problems]


def test_an_own_pack_extends_a_built_in_one_and_one_of_its_own() -> None:
    base = read_own(pack("base", rules='[[rule]]\nid = "R-01"\nparameters = { min_ects = 2 }\n'))

    found = read_own(pack(extends='"base"', rules=rule()), others={"base": base})

    answers = evaluate(read_facts({"ects": 1, "languages": ["en"]}), found, on=DAY)
    assert (answers["R-01"].answer, answers["OUR-01"].answer) == (Answer.FAIL, Answer.FAIL)
    assert answers["R-01"].rule.pack == "base"
    assert answers["R-11"].rule.pack == "eu"


@pytest.mark.parametrize("name", ["eu", "nl", "bg"])
def test_refuses_the_name_of_a_pack_that_is_there(name: str) -> None:
    assert refused(pack(name))[0][:2] == ("/id", "PACK_ID_TAKEN")


def test_packs_are_read_in_whatever_order_they_extend_one_another() -> None:
    texts = [pack("c", extends='"b"'), pack("b", extends='"a"'), pack("a")]

    packs, errors = read_all(texts)

    assert set(packs) == {"a", "b", "c"}
    assert errors == ()


def test_packs_that_extend_each_other_are_told_and_the_rest_is_read() -> None:
    packs, errors = read_all([pack("a", extends='"b"'), pack("b", extends='"a"'), pack("c"), "not toml ["])

    assert set(packs) == {"c"}
    assert [each.problems[0].code for each in errors] == ["UNKNOWN_PACK", "UNKNOWN_PACK", "NOT_TOML"]


@pytest.mark.parametrize(
    ("rules", "at", "code", "said"),
    [
        (rule(require="at_least = 3"), "/rule/0/require/at_least", "UNKNOWN_OPERATOR", "OUR-01, require/at_least: "),
        (rule() + rule(name="OUR-02", require='only = "bg"'), "/rule/1/require/only", "WRONG_KIND", "OUR-02, require/only: "),
        (rule("seveerity = 3"), "/rule/0/seveerity", "UNKNOWN_FIELD", "OUR-01, seveerity: "),
        (rule("parameters = { most = 3 }"), "/rule/0/parameters/most", "UNKNOWN_PARAMETER", "OUR-01, parameters/most: "),
        (rule() + rule(), "/rule/1/id", "RULE_TWICE", "OUR-01, id: "),
        (
            rule("valid_from = 2026-01-02\nvalid_until = 2026-01-01"),
            "/rule/0/valid_until",
            "ENDS_TOO_EARLY",
            "OUR-01, valid_until: ",
        ),
        ('[[rule]]\nid = "OUR-09"\n', "/rule/0", "UNKNOWN_RULE", "OUR-09: "),
        (rule("parameters = { a = [{ b = 1 }] }", requires="{a}"), "/rule/0/parameters/a", "WRONG_KIND", "OUR-01, "),
    ],
)
def test_a_mistake_is_told_by_rule_and_key(rules: str, at: str, code: str, said: str) -> None:
    [found] = refused(pack(rules=rules))

    assert found[:2] == (at, code)
    assert found[2].startswith(said)


@pytest.mark.parametrize(
    "text", ["{most.__class__}", "{most:>999999999}", "{most!r}", "{0}", "{", "}", "{most", "{}", "{other}"]
)
def test_refuses_a_text_that_is_more_than_words_and_parameters(text: str) -> None:
    rules = rule("parameters = { most = 3 }", requires="{most} " + text)

    assert refused(pack(rules=rules))[0][:2] == ("/rule/0/requires", "UNKNOWN_PARAMETER")


def test_a_text_is_filled_in_once_and_only_with_what_was_given() -> None:
    assert fill("{a} {b} {a.real} {a:>9}", {"a": "{b}", "c": "3"}) == "{b} {b} {a.real} {a:>9}"


NUMBER = "parameters = {{ most = {} }}"


@pytest.mark.parametrize("number", ["1e999999999", "1e99999999999999999999", "1" * 5000, "0.0000001", "nan", "inf", "-1e10"])
def test_refuses_a_number_that_would_fill_the_memory_or_is_none(number: str) -> None:
    [found] = refused(pack(rules=rule(NUMBER.format(number), requires="{most}")))

    assert found[1] in ("NUMBER_TOO_LARGE", "NOT_TOML")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        (pack(rules=rule() * (MAX_RULES + 1)), "/rule"),
        (pack() + "deep = " + "[" * 60 + "]" * 60, None),
        (pack() + "deep" + ".a" * 90_000 + " = 1", None),
        (pack() + "deep = " + "[" * 90_000, None),
        (pack() + "a = [" + "1," * 60_000 + "]", ""),
        (pack() + "b" * 90_000 + " = [" + "1," * 50_000 + "]", ""),
        (pack(extends=", ".join(['"eu"'] * (MAX_EXTENDS + 1))), "/extends"),
        (pack(extends='"eu", "eu"'), "/extends/1"),
        (pack() + "[a" + ".b" * 40_000 + "]\n" + "[c" + ".d" * 40_000 + "]\n", None),
    ],
)
def test_refuses_what_is_too_much_and_quickly(text: str, at: str | None) -> None:
    found = refused(text)

    assert len(found) <= 50
    assert at is None or found[0][0] == at


def test_refuses_a_chain_of_packs_that_grows_without_end() -> None:
    rules = "".join(rule(name=f"OUR-{number}") for number in range(MAX_RULES))
    packs = {f"p{number}": read_own(pack(f"p{number}", extends="", rules=rules)) for number in range(6)}

    with pytest.raises(PolicyError, match="1000") as error:
        read_own(pack(extends=", ".join(f'"{name}"' for name in packs)), others=packs)

    assert error.value.problems[0].at == "/extends"


@settings(deadline=None, max_examples=200)
@given(
    st.text()
    | st.lists(st.sampled_from([*"[]{}=.\"'#\n ", "rule", "id", "1", "extends", "require", "fact", "all"])).map("".join)
)
def test_any_text_is_a_pack_or_is_refused(text: str) -> None:
    for tried in (text, pack() + text, pack(rules=rule() + text)):
        with suppress(PolicyError):
            assert read_own(tried).on(DAY)
