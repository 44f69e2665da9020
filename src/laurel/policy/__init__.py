"""Rules about micro-credentials as data: packs that can be read, evaluated, explained and compared.

    design / record ──reading──▶ facts ──┐
    process ──────────given────▶ facts ──┼─▶ evaluate(facts, pack, on=date) ─▶ PASS · WARN · FAIL · REFER, with reasons
    packs/*.toml ──────────────▶ pack ───┘
                                 pack × pack ─▶ diff: what one forbids and the other allows, with the smallest example

Nothing here decides: a FAIL names the fact that stands in the way, a REFER hands the question to a person.
"""
