import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.errors import MalformedError
from laurel.keys import base64url


@given(st.binary(max_size=100))
def test_reads_back_what_it_writes(octets: bytes):
    assert base64url.decode(base64url.encode(octets)) == octets


@pytest.mark.parametrize("text", ["YQ==", "YR", "a", "a+b/", "YW Jj", "YWJj\n", "Y.Q", "é"])
def test_refuses_every_other_form(text: str):
    with pytest.raises(MalformedError):
        base64url.decode(text)
