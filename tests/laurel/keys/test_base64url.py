import base64
import binascii

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


@given(st.text("AQgwx-_+/=\n", max_size=9))
def test_a_text_is_read_exactly_when_it_is_the_one_that_would_be_written(text: str):
    try:
        octets = base64.b64decode(text + "===", altchars=b"-_")
    except binascii.Error:
        octets = b"not base64"

    if base64url.encode(octets) == text:
        assert base64url.decode(text) == octets
    else:
        with pytest.raises(MalformedError):
            base64url.decode(text)
