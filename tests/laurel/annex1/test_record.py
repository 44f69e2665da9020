"""What the record refuses."""

import pytest
from pydantic import ValidationError

from cast_of_badges import DESIGN
from laurel.annex1.record import MicroCredential


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "urn:uuid:1", "file:///etc/passwd"])
def test_refuses_links_that_are_no_web_pages(address):
    with pytest.raises(ValidationError):
        MicroCredential.model_validate({**DESIGN.model_dump(mode="json"), "links": [address]})
