"""What a badge, and the description of one, is and is not, in plain words, for the reader who asks."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of reader: how the choice is named, what the badge is for them, what it is not.

    `of_design` stands in for `is_` where nobody's badge is shown, only what one of this kind certifies.
    """

    key: str
    label: StrOrPromise
    is_: tuple[StrOrPromise, ...]
    is_not: tuple[StrOrPromise, ...]
    of_design: tuple[StrOrPromise, ...] = ()


READERS = (
    Reader(
        "employer",
        _("Employer"),
        (
            _("A statement signed by the issuer that this person showed the skills above, in an assessment described below."),
            _("Something you can compare: workload, level and assessment are given in the same terms across Europe."),
            _("Checked by this page a moment ago. You can check the file yourself, with any tool that reads Open Badges 3.0."),
        ),
        (
            _("Not a degree and not a professional licence."),
            _("Not a promise about how the person will perform in your job; talk about it in the interview."),
        ),
        of_design=(
            _("What the issuer assesses before anybody gets this badge: skills and assessment are described below."),
            _("Something you can compare: workload, level and assessment are given in the same terms across Europe."),
            _("Approved by the issuer's quality assurance and fixed: a badge points to the version it was issued under."),
        ),
    ),
    Reader(
        "institution",
        _("Recognition officer"),
        (
            _("A record with the 16 elements that the European Union recommends, among them workload and level."),
            _("A basis for recognising prior learning or for stacking; it may be recognised under your own rules."),
        ),
        (
            _("Not a degree, and not part of one by itself."),
            _("Not an automatic right to credits, an exemption or a degree: the receiving institution decides."),
            _("Not a proof of who stands before you; compare the name with an identity document where it matters."),
        ),
        of_design=(
            _("A description with the elements that the European Union recommends: outcomes, workload, level, assessment."),
            _("Approved under the quality assurance named below, in this version, which does not change any more."),
            _("A basis for recognising prior learning or for stacking; it may be recognised under your own rules."),
        ),
    ),
    Reader(
        "learner",
        _("Learner"),
        (
            _("Yours: it is private until its holder shares it, and a shared link can be withdrawn."),
            _("Portable: the file stays valid on its own, in any wallet that reads Open Badges 3.0."),
        ),
        (
            _("Not a degree; collecting several may help towards one where an institution says so."),
            _("Not for ever in every case: look at the validity period and the status."),
        ),
        of_design=(
            _("A short programme: what you will be able to do, how much work it is and how it is assessed stand below."),
            _("Yours once you earn it: private until you share it, and a shared link can be withdrawn."),
            _("Portable: the file stays valid on its own, in any wallet that reads Open Badges 3.0."),
        ),
    ),
    Reader(
        "policy",
        _("Policy maker"),
        (
            _("A micro-credential as Council Recommendation 2022/C 243/02 defines it: a small volume of assessed learning."),
            _("Built on open standards, W3C Verifiable Credentials 2.0 and Open Badges 3.0: any vendor can read it."),
        ),
        (
            _("Not a degree, and no step towards one unless an institution says so."),
            _("Not a qualification of the national framework unless the level below says so."),
            _("Not a qualified electronic seal under eIDAS: the signature shows origin and integrity."),
        ),
    ),
)


def reader_for(key: str) -> Reader:
    """The chosen reader, else the employer."""
    return next((reader for reader in READERS if reader.key == key), READERS[0])
