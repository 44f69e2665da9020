"""What stands in the form for a new rule set: something small that is sound and shows what can be written."""

EXAMPLE = """\
id = "{slug}"
version = "1"
title = {{ en = "Our rules", bg = "Нашите правила" }}
status = "draft"               # in_force, experiment or draft
extends = ["eu"]               # everything that these sets ask for, too

[[rule]]                       # a rule of the catalogue with another number
id = "R-01"
parameters = {{ min_ects = 2 }}

[[rule]]                       # a rule of our own
id = "OUR-01"
stage = "design"               # design, publish, assess, issue or after
element = "M2"
severity = "warn"              # fail, warn or refer
title = {{ en = "In both languages", bg = "На двата езика" }}
requires = {{ en = "The title is in Bulgarian and English.", bg = "Заглавието е на български и английски." }}
require = {{ fact = "languages", includes = ["bg", "en"] }}
"""
EXAMPLE_TESTS = """\
[[case]]
name = "one credit is too few"
on = 2026-11-25
facts = { ects = 1, languages = ["bg", "en"] }
expect = { R-01 = "fail", OUR-01 = "pass" }
"""
