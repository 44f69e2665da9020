import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.canon import nquads
from laurel.canon.nquads import Quad, iri, literal
from laurel.errors import LimitError, MalformedError

texts = st.text(st.characters(exclude_categories=("Cs",)))


@given(st.lists(st.tuples(texts, st.sampled_from(["", "en", "bg"])), max_size=5))
def test_reads_back_what_it_writes(values: list[tuple[str, str]]):
    dataset = frozenset(Quad("_:s", iri("urn:p"), literal(text, language=language), "_:g") for text, language in values)

    assert nquads.read(nquads.write(dataset)) == dataset


def test_controls_are_escaped_as_the_canonical_form_has_it():
    assert nquads.escape('\b\t\n\f\r"\\\x00\x0b\x1b\x7f\x85é😀') == '\\b\\t\\n\\f\\r\\"\\\\\\u0000\\u000B\\u001B\\u007F\x85é😀'


def test_other_spellings_of_a_statement_are_one_statement():
    dataset = nquads.read(
        '<urn:s>\t<urn:p>  "\\u0041\\U0001F600\\\'"^^<http://www.w3.org/2001/XMLSchema#string> . # said\n\n#\n'
    )

    assert nquads.write(dataset) == '<urn:s> <urn:p> "A😀\'" .\n'


@pytest.mark.parametrize(
    "line",
    [
        "<urn:s> <urn:p> .",
        '"s" <urn:p> <urn:o> .',
        "<urn:s> _:p <urn:o> .",
        "<urn:s> <urn:p> <urn:o>",
        "<urn:s> <urn:p> <urn:o> . <urn:s> <urn:p> <urn:o> .",
        "<urn:s x> <urn:p> <urn:o> .",
        '<urn:s> <urn:p> "a"@en_GB .',
        '<urn:s> <urn:p> "a\\x" .',
        '<urn:s> <urn:p> "\\uD800" .',
        '<urn:s> <urn:p> "\\U00110000" .',
        "<urn:s> <urn:p> <urn:\\u0020x> .",
        "<urn:s> <urn:p> <urn:\\u003e\\u000a> .",
        '<urn:s> <urn:p> "x"^^<urn:\\u003e> .',
        '<urn:s> <urn:p> "a"^^xsd:string .',
    ],
)
def test_refuses_what_is_no_statement_and_names_the_line(line: str):
    with pytest.raises(MalformedError) as refused:
        nquads.read(f"<urn:s> <urn:p> <urn:o> .\n{line}\n")

    assert refused.value.at == "line 2"


def test_refuses_more_statements_than_the_limit():
    with pytest.raises(LimitError):
        nquads.read("".join(f"<urn:s> <urn:p> <urn:o{n}> .\n" for n in range(11)), max_quads=10)
