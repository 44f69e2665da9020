"""What was found, in the words of the VC-API: 200 when everything that was asked for holds, 400 in every other case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from campus.api.problem import ProblemError
from campus.api.vc_api.answers import answer
from laurel.canon.strict_json import is_array, is_object
from laurel.verify import Outcome
from laurel.verify.presentation import PresentationCheck

Plain = Mapping[str, Any]
ALWAYS: Final = frozenset({"structure", "schema", "proof", "presentation", "holder_proof", "addressed"})
CHECKS: Final[Mapping[str, frozenset[str]]] = {
    "proof": frozenset(),
    "credentialStatus": frozenset({"status"}),
    "status": frozenset({"status"}),
    "validity": frozenset({"validity"}),
    "validityPeriod": frozenset({"validity"}),
    "credentialSchema": frozenset(),
}
"""What a request may ask for by name, and which checks of ours that adds to those that are always made."""
_FOR_ANOTHER: Final = PresentationCheck(name="addressed", outcome=Outcome.FAILED, code="MEANT_FOR_ANOTHER")


def wanted_of(names: list[str] | None) -> frozenset[str] | None:
    """The checks that decide; None where nothing was named, so that everything does.

    Raises:
        ProblemError: a name that we do not know: leaving it out could let something pass.
    """
    if names is None:
        return None
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        raise ProblemError(
            400,
            "UNKNOWN_CHECK",
            _("A check is asked for that does not exist here."),
            errors=[{"pointer": f"/options/checks/{names.index(name)}"} for name in unknown],
        )
    return ALWAYS.union(*(CHECKS[name] for name in names))


def about_credential(
    report: Plain, *, wanted: frozenset[str] | None, document: Any, occasion: Mapping[str, str | None]
) -> HttpResponse:
    """The answer about a credential; its proofs are compared with `occasion`, where the request names one."""
    checks = _looked_at(report["checks"], wanted)
    if _is_for_another(document, occasion):
        return answer(False, [*checks, _FOR_ANOTHER.to_json()], {"report": report})
    return answer(_holds(report, wanted), checks, {"report": report})


def about_presentation(report: Plain, *, wanted: frozenset[str] | None) -> HttpResponse:
    """The answer about a presentation and every credential in it."""
    inside = report["credentials"]
    own = [check for check in report["checks"] if check["outcome"] != "passed"]
    holds = not own and all(_holds(each, wanted) for each in inside)
    checks = [*report["checks"], *(check for each in inside for check in _looked_at(each["checks"], wanted))]
    return answer(holds, checks, {"holder": report["holder"], "report": report})


def _holds(report: Plain, wanted: frozenset[str] | None) -> bool:
    if wanted is None:
        return bool(report["verdict"] != "reject")
    return all(check["outcome"] == "passed" for check in _looked_at(report["checks"], wanted))


def _looked_at(checks: list[Plain], wanted: frozenset[str] | None) -> list[Plain]:
    return checks if wanted is None else [check for check in checks if check["name"] in wanted]


def _is_for_another(document: Any, occasion: Mapping[str, str | None]) -> bool:
    """Whether a proof names another challenge or domain than the request (VC-DI, verify proof, steps 6 and 7)."""
    asked = {name: value for name, value in occasion.items() if value is not None}
    proofs = document.get("proof", []) if is_object(document) else []
    found: list[Any] = proofs if is_array(proofs) else [proofs]
    return bool(asked) and not all(_says(proof, name, value) for proof in found for name, value in asked.items())


def _says(proof: Any, name: str, wanted: str) -> bool:
    said = proof.get(name) if is_object(proof) else None
    return wanted in (said if is_array(said) else [said])
