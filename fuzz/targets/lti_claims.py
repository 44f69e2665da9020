"""Claims of a learning platform (`campus.connectors.lti13.claims`): a launch is for us and by somebody."""

from datetime import UTC, datetime

from campus.connectors.lti13.claims import Expected, read_claims
from campus.connectors.lti13.refusals import LaunchRefusedError
from fuzz.rule import insist, refused
from laurel.canon import strict_json

LONGEST = 4_096
EXPECTED = Expected(
    issuer="https://moodle.example",
    client_id="client-1",
    deployments=frozenset({"1"}),
    site="https://badges.uni.example",
    at=datetime(2026, 11, 23, 9, tzinfo=UTC),
)


def run(data: bytes) -> None:
    """Read the claims as those of a token whose signature holds."""
    claims, _ = refused(lambda: strict_json.loads(data))
    if not isinstance(claims, dict):
        return
    launch, _ = refused(lambda: read_claims(claims, EXPECTED), LaunchRefusedError)
    if launch is None:
        return
    insist(claims["iss"] == EXPECTED.issuer, "another issuer is let in")
    audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    insist(EXPECTED.client_id in audiences, "a token for somebody else is let in")
    insist(launch.deployment_id in EXPECTED.deployments, "another deployment is let in")
    insist(launch.subject and launch.nonce, "nobody is let in")
    insist(not launch.target or launch.target.startswith(EXPECTED.site), "a launch leads away")
