"""Is it written as its profile asks? The check `schema`, in the words of the profile's own standard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from laurel.canon.contexts import OpenContexts
from laurel.errors import CredentialError, LaurelError, Problem
from laurel.formats import data_model
from laurel.formats.schema import check_class, check_schema
from laurel.verify.policy import Policy
from laurel.verify.report import Check, as_problem, failed, passed

DATA_MODEL: Final = "https://www.w3.org/TR/vc-data-model-2.0/#basic-concepts (4)"


def check_form(document: Mapping[str, Any], *, policy: Policy, name: str | None = None) -> Check:
    """Whether the document has the shape that the policy insists on; `name`: a class of badges that it has to be."""
    if policy.shape == "badge":
        problems = check_schema(document) if name is None else check_class(document, name=name)
        return failed("schema", "SCHEMA", details=tuple(problems), count=len(problems)) if problems else passed("schema")
    code, problems = "DATA_MODEL", data_model.check_credential(document)
    if not problems:
        code, problems = _meaning(document, policy)
    if problems:
        return failed("schema", code, clause=DATA_MODEL, details=tuple(problems), count=len(problems))
    return passed("schema", "AS_DATA_MODEL", clause=DATA_MODEL)


def _meaning(document: Mapping[str, Any], policy: Policy) -> tuple[str, list[Problem]]:
    contexts = policy.contexts if isinstance(policy.contexts, OpenContexts) else OpenContexts(policy.contexts)
    try:
        return "DATA_MODEL", data_model.check_meaning(document, contexts=contexts)
    except LaurelError as error:
        place = error.at if isinstance(error, CredentialError) else ""
        return error.code, [Problem(at=place, code=error.code, en=as_problem(error).en, bg=as_problem(error).bg)]
