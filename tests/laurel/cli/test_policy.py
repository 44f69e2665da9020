"""Policies on the command line: what packs ask for, how designs fare, how packs differ; in both languages and for machines."""

from __future__ import annotations

import tomllib

import pytest

from laurel.policy.pack import BUILT_IN

OWN = """
id = "our-school"
version = "1"
title = { en = "Our school", bg = "Нашето училище" }
status = "in_force"
extends = ["nl"]

[[rule]]
id = "R-01"
parameters = { min_ects = 2 }
"""
CASES = '[[case]]\nname = "two will do"\non = 2026-11-25\nfacts = { ects = 2 }\nexpect = { R-01 = "pass" }\n'


def test_every_built_in_pack_is_listed_and_shown(desk):
    listed = desk.json("policy", "list")

    assert tuple(pack["id"] for pack in listed) == BUILT_IN
    for name in BUILT_IN:
        assert desk.json("policy", "show", name)["rules"]
        assert desk.run("policy", "show", name, "--lang", "bg") == 0
        assert max(map(len, desk.out.splitlines())) <= 100


def test_a_pack_is_shown_as_it_stands_on_a_day(desk):
    during = desk.json("policy", "show", "nl-experiment", "--at", "2026-11-25T12:00:00Z")["rules"]
    after = desk.json("policy", "show", "nl-experiment", "--at", "2027-11-25T12:00:00Z")["rules"]

    assert [rule["parameters"] for rule in during if rule["id"] == "R-01"] == [{"min_ects": 1}]
    assert [rule["parameters"] for rule in after if rule["id"] == "R-01"] == [{"min_ects": 3}]


def test_a_design_is_put_before_packs_and_the_refusal_says_why(desk):
    said = desk.json("policy", "check", "design.json", "--pack", "eu", "--pack", "cmf")

    assert [each["pack"] for each in said] == ["eu", "cmf"]
    failed = [each for each in said[1]["findings"] if each["answer"] == "fail"]
    assert failed
    assert all(each["facts"] and each["en"] and each["bg"] and each["fix"] for each in failed)
    assert desk.run("policy", "check", "design.json", "--pack", "cmf", "--lang", "bg") == 1
    assert desk.out.startswith("✘")
    assert "Тук:" in desk.out


def test_facts_of_the_process_turn_questions_into_answers(desk):
    desk.path("facts.toml").write_text("approving_people = 2\nrelated_to_portfolio = false\n")

    (said,) = desk.json("policy", "check", "design.json", "--pack", "nl", "--facts", str(desk.path("facts.toml")))

    answers = {each["rule"]: each["answer"] for each in said["findings"]}
    assert (answers["R-13"], answers["R-16"], answers["R-18"]) == ("pass", "fail", "refer")


def test_many_designs_are_reported_together(desk):
    desk.path("other.json").write_text(desk.path("design.json").read_text())

    said = desk.json("policy", "check", "design.json", "other.json", "--pack", "eu", "--pack", "cmf")

    assert said["designs"] == 2
    assert {each["pack"] for each in said["reasons"]} == {"cmf"}
    assert desk.run("policy", "check", "design.json", "other.json", "--pack", "cmf") == 1
    assert "Of 2 designs" in desk.out


def test_lint_asks_the_packs_as_well(desk):
    assert desk.run("lint", "design.json") == 0
    assert desk.run("lint", "design.json", "--pack", "cmf") == 1
    assert [each["pack"] for each in desk.json("lint", "design.json", "--pack", "cmf")["packs"]] == ["cmf"]


def test_two_packs_are_compared(desk):
    said = desk.json("policy", "diff", "nl", "cmf", "--at", "2026-11-25T12:00:00Z")

    assert said["only_right"] == ["R-04", "R-07", "R-10"]
    assert desk.run("policy", "diff", "nl", "cmf", "--lang", "bg") == 0
    assert "nl отказва, а cmf допуска:" in desk.out
    assert desk.run("policy", "diff", "nl", "nl") == 0
    assert desk.out.startswith("✔")


def test_a_pack_of_ones_own_is_used_and_tested(desk):
    desk.path("ours.toml").write_text(OWN)
    desk.path("ours.tests.toml").write_text(CASES)

    assert desk.run("policy", "test", str(desk.path("ours.toml"))) == 0
    assert desk.json("policy", "diff", "nl", str(desk.path("ours.toml")))["left_forbids"][0]["example"] == {"ects": 2.5}
    desk.path("ours.tests.toml").write_text(CASES.replace('"pass"', '"fail"'))
    assert desk.run("policy", "test", str(desk.path("ours.toml"))) == 1
    assert "R-01 fail → pass" in desk.out


@pytest.mark.parametrize("language", ["en", "bg"])
def test_refuses_what_is_no_pack_no_design_and_no_facts(desk, language):
    desk.path("bad.toml").write_text(OWN.replace("min_ects", "min_etcs"))
    desk.path("bytes.toml").write_bytes(b"\xff\xfe")
    desk.path("facts.toml").write_text("horoscope = 1\n")
    for arguments in (
        ["show", "mars"],
        ["show", "bad.toml"],
        ["show", "bytes.toml"],
        ["test", "bad.toml"],
        ["check", "missing.json"],
        ["check", "bad.toml"],
        ["check", "design.json", "--facts", "facts.toml"],
        ["check", "design.json", "--facts", "bytes.toml"],
        ["check", "design.json", "--facts", "design.json"],
    ):
        given = [str(desk.path(each)) if each.endswith(".toml") else each for each in arguments]
        assert desk.run("policy", *given, "--lang", language) == 3, arguments
        assert desk.err.startswith("✘")
        assert "Traceback" not in desk.err


def test_the_vocabulary_of_facts_is_listed(desk):
    assert {"ects", "approving_people"} <= {each["name"] for each in desk.json("policy", "facts")}
    assert desk.run("policy", "facts", "--lang", "bg") == 0
    assert "ниво по ЕКР" in desk.out


def test_the_schema_of_a_pack_is_given_to_editors(desk):
    schema = desk.json("policy", "schema")

    assert set(schema["required"]) == {"id", "version", "title", "status"}
    assert set(tomllib.loads(OWN)) <= set(schema["properties"])
