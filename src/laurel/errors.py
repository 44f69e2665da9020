"""Every way a credential can be wrong, on one page.

    LaurelError
    ├── CredentialError          the document is at fault: somebody has to mend it
    └── UndecidedError           we could not find out: trying again later may help

Each error has a stable `code`, the place (`at`, a JSON pointer or "row 3, column B"), the facts, and one sentence in
English and Bulgarian made from them. Nothing may match on the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self

Language = Literal["en", "bg"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong at one place of a document: `at` is a JSON pointer ("" is the whole), `code` is stable."""

    at: str
    code: str
    en: str
    bg: str

    def say(self, language: Language) -> str:
        """The sentence in `language`, with the place in front."""
        sentence = self.bg if language == "bg" else self.en
        return f"{self.at}: {sentence}" if self.at else sentence


class Phrase(str):
    """A piece of a sentence in both languages: English as a string, Bulgarian in `bg`."""

    bg: str

    def __new__(cls, en: str, bg: str) -> Self:
        """Put the two together."""
        phrase = super().__new__(cls, en)
        phrase.bg = bg
        return phrase

    def __reduce__(self) -> tuple[Any, ...]:
        """For pickle, which would give `__new__` one language only."""
        return type(self), (str(self), self.bg)


class LaurelError(Exception):
    """Base of everything this library refuses. Never raised itself."""

    code: ClassVar[str] = "ERROR"
    en: ClassVar[str] = "something is wrong"
    bg: ClassVar[str] = "нещо не е наред"

    def __init__(self, *, at: str = "", **facts: object) -> None:
        """Keep the place (`at`) and the facts that the sentences name."""
        self.at = at
        self.facts = facts
        super().__init__(self.say("en"))

    def __reduce__(self) -> tuple[Any, ...]:
        """Errors come back whole from worker processes: as they are, without `__init__`."""
        return _as_it_was, (type(self), self.args), self.__dict__

    def say(self, language: Language) -> str:
        """The one sentence for a person, in `language`; the place stands in front when there is one."""
        if language == "bg":
            facts = {name: fact.bg if isinstance(fact, Phrase) else fact for name, fact in self.facts.items()}
            sentence = self.bg.format(**facts)
        else:
            sentence = self.en.format(**self.facts)
        place = self.at.bg if language == "bg" and isinstance(self.at, Phrase) else self.at
        return f"{place}: {sentence}" if place else sentence


def _as_it_was(kind: type[LaurelError], args: tuple[Any, ...]) -> LaurelError:
    return kind.__new__(kind, *args)


class CredentialError(LaurelError):
    """The credential, or what came with it, is at fault."""


class UndecidedError(LaurelError):
    """We could not find out whether it is right or wrong."""


class MalformedError(CredentialError):
    """The text or structure cannot be read at all."""

    code = "PARSING_ERROR"
    en = "cannot be read: {why}"
    bg = "не може да бъде прочетено: {why}"


class UnsupportedError(UndecidedError):
    """A suite, method, algorithm or format that we do not know. Not proof of anything wrong."""

    code = "UNSUPPORTED"
    en = "this version does not know {what}"
    bg = "тази версия не познава {what}"


class MissingExtraError(UnsupportedError, ImportError):
    """A part of this library that is not installed here (an extra); `facts["extra"]` names it."""

    code = "MISSING_EXTRA"
    en = "the part [{extra}] is not installed here; install it with: {command}"
    bg = "частта [{extra}] не е инсталирана тук; инсталирайте я с: {command}"


class UnreachableError(UndecidedError):
    """An address did not answer, or may not be asked."""

    code = "UNREACHABLE"
    en = "we could not reach {url}: {why}"
    bg = "не успяхме да достигнем {url}: {why}"


class WorkerLostError(UndecidedError):
    """One of the processes that shared a job was killed, or ran out of memory."""

    code = "WORKER_LOST"
    en = "a worker process was lost; what it was doing is not done, and doing it again is safe"
    bg = "работен процес беше загубен; това, което вършеше, не е свършено и може спокойно да се повтори"


class PlacesError(MalformedError):
    """Several places of one document need attention; `problems` names every one, in the order of the document."""

    en = "{count} places need attention; the first: {first}"
    bg = "{count} места се нуждаят от внимание; първото: {first_bg}"

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep every problem; the sentence shows the first."""
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(count=len(self.problems), first=first.say("en"), first_bg=first.say("bg"))


class DesignError(PlacesError):
    """A design or record does not have the shape it should."""

    code = "DESIGN_ERROR"


class PolicyError(PlacesError):
    """A policy pack, or the facts put before it, do not have the shape they should."""

    code = "POLICY_ERROR"


class ProjectionError(CredentialError):
    """A record lacks what the format cannot do without, or names one thing twice."""

    code = "PROJECTION_ERROR"
    en = "{why}"
    bg = "{why_bg}"


class BakeError(MalformedError):
    """A picture or PDF carries no credential, or carries it in a way that cannot be trusted."""

    code = "BAKE_ERROR"
    en = "{why}"
    bg = "{why_bg}"


class LimitError(CredentialError):
    """Larger, deeper or more laborious than we are ready to work through."""

    code = "LIMITS"
    en = "too much to read: {what} is more than the {limit} allowed"
    bg = "твърде голямо за четене: {what} надвишава позволеното {limit}"


class WorkLimitError(LimitError):
    """A graph whose blank nodes are so alike that naming them would take unbounded work."""

    code = "WORK_LIMIT"
    en = "the blank nodes are too alike to be named within {limit} steps"
    bg = "безименните възли са твърде еднакви, за да бъдат именувани в рамките на {limit} стъпки"


class ContextError(CredentialError):
    """A JSON-LD context that we do not hold, or a context in a place or form that we refuse."""

    code = "CONTEXT"
    en = "the context {url} cannot be used: {why}"
    bg = "контекстът {url} не може да се използва: {why}"


class TamperedContextError(LaurelError):
    """A context file of an installed package is not the one we pinned: the installation is at fault."""

    code = "CONTEXT_DIGEST"
    en = "the installed copy of context {url} has digest {found}, not the pinned {pinned}"
    bg = "инсталираното копие на контекста {url} има отпечатък {found}, а не закрепения {pinned}"


class JsonLdError(CredentialError):
    """JSON-LD processing would drop, rewrite or misread something, so a signature could not cover it."""

    code = "DATA_LOSS"
    en = "a signature cannot cover this: {why}"
    bg = "подпис не може да обхване това: {why}"


class NotAbsoluteError(JsonLdError):
    """Something that has to be an absolute IRI or a known term is neither."""

    en = "a signature cannot cover this: {value!r:.80} is neither a known term nor an absolute IRI"
    bg = "подпис не може да обхване това: {value!r:.80} не е нито познат термин, нито пълен IRI"


class KeyFormatError(CredentialError):
    """A key, or its encoding, is malformed."""

    code = "KEY_FORMAT"
    en = "the key cannot be read: {why}"
    bg = "ключът не може да бъде прочетен: {why}"


class WeakKeyError(CredentialError):
    """A well-formed key that protects nothing: a low-order point, a short modulus."""

    code = "WEAK_KEY"
    en = "the key is too weak to trust: {why}"
    bg = "ключът е твърде слаб, за да му се вярва: {why}"


class SignatureError(CredentialError):
    """The signature does not belong to this text and key."""

    code = "PROOF_VERIFICATION_ERROR"
    en = "the signature does not match: the text was changed or another key signed it"
    bg = "подписът не съвпада: текстът е променен или е подписан с друг ключ"


class ProofError(CredentialError):
    """A proof is malformed or used wrongly."""

    code = "PROOF_FORMAT"
    en = "the proof is not in order: {why}"
    bg = "доказателството не е редовно: {why}"


class NoProofError(ProofError):
    """There is no proof where one is needed."""

    code = "NO_PROOF"
    en = "there is no proof"
    bg = "няма доказателство"


class ProofPurposeError(ProofError):
    """The proof was made for another purpose."""

    code = "PROOF_PURPOSE"
    en = "the proof was made for the purpose {found}, not {wanted}"
    bg = "доказателството е за цел {found}, а не за {wanted}"


class ProofChainError(ProofError):
    """`previousProof` names a proof that is not there, or leads back to itself."""

    code = "PROOF_CHAIN"
    en = "the chain of proofs is broken: {why}"
    bg = "веригата от доказателства е прекъсната: {why}"


class JoseError(CredentialError):
    """A JSON Web Token that is malformed or has a header that we refuse."""

    code = "JOSE"
    en = "the token is not in order: {why}"
    bg = "токенът не е редовен: {why}"


class JoseAlgorithmError(JoseError):
    """The token's algorithm is missing, forbidden or not the key's own."""

    code = "JOSE_ALGORITHM"
    en = "the algorithm {found} does not go with this key or is not allowed"
    bg = "алгоритъмът {found} не отговаря на този ключ или не е позволен"


class JoseClaimError(JoseError):
    """A registered claim contradicts the credential."""

    code = "JOSE_CLAIMS"
    en = "the claim {claim} does not agree with the credential"
    bg = "твърдението {claim} не отговаря на удостоверението"


class DidError(CredentialError):
    """A DID, or the document it leads to, is malformed or refused."""

    code = "DID_RESOLUTION"
    en = "the identifier {did} cannot be used: {why}"
    bg = "идентификаторът {did} не може да се използва: {why}"


class KeyNotFoundError(CredentialError):
    """The issuer's document does not hold the verification method that the proof names, for that purpose."""

    code = "KEY_NOT_FOUND"
    en = "the document of {did} does not list {method} for {purpose}"
    bg = "документът на {did} не посочва {method} за {purpose}"


class ForbiddenAddressError(CredentialError):
    """The credential points at an address that nobody should be made to call."""

    code = "FORBIDDEN_ADDRESS"
    en = "the address {url} may not be called: {why}"
    bg = "адресът {url} не може да бъде извикван: {why}"


class StatusListError(CredentialError):
    """A status list, or an entry in it, is malformed, too short or too long."""

    code = "STATUS_LIST_LENGTH_ERROR"
    en = "the status list cannot be used: {why}"
    bg = "списъкът със състояния не може да се използва: {why}"


class StatusIndexError(StatusListError):
    """The status entry points outside the list it names, or its index is not a number."""

    code = "RANGE_ERROR"  # the specification's own word
    en = "status index {index} is outside a list of {entries} entries"
    bg = "индексът на състоянието {index} е извън списък с {entries} записа"


class StatusPurposeError(StatusListError):
    """The list was published for another purpose than the entry asks for."""

    code = "STATUS_VERIFICATION_ERROR"
    en = "the list is for {found}, the entry asks for {wanted}"
    bg = "списъкът е за {found}, а записът пита за {wanted}"


class PresentationError(MalformedError):
    """A presentation of credentials where a credential is wanted."""

    code = "PRESENTATION"
    en = "this is a Verifiable Presentation, not a credential"
    bg = "това е Verifiable Presentation, а не удостоверение"


class IssuerBindingError(CredentialError):
    """The key that signed is another controller's than the issuer's."""

    code = "ISSUER_BINDING"
    en = "the issuer is {issuer}, but the proof names the key {method} of somebody else"
    bg = "издателят е {issuer}, а доказателството посочва ключа {method} на някой друг"


class ReplayedError(CredentialError):
    """Something shown was made for another reader or on another occasion: it may have been copied."""

    code = "REPLAYED"
    en = "it was made for another reader or on another occasion ({claim} differs)"
    bg = "направено е за друг получател или по друг повод ({claim} е различно)"


class DisclosureError(CredentialError):
    """Disclosures of a selectively disclosed credential that do not belong to it, contradict it or hide what must be shown."""

    code = "DISCLOSURE"
    en = "what is disclosed is not in order: {why}"
    bg = "разкритото не е редно: {why}"


class KeyBindingError(CredentialError):
    """The proof that the holder shows a credential is missing, malformed, stale or made with another key."""

    code = "KEY_BINDING"
    en = "the holder's proof is not in order: {why}"
    bg = "доказателството на притежателя не е редно: {why}"


class TypeMetadataError(CredentialError):
    """The description of a credential's type is not the one meant, or the credential does not follow it."""

    code = "TYPE_METADATA"
    en = "the type {vct} cannot be relied on: {why}"
    bg = "на типа {vct} не може да се разчита: {why}"


class CredentialTimeError(CredentialError):
    """It is not within the time for which it was issued."""

    code = "VALIDITY"
    en = "it is not valid now: {why}"
    bg = "не е валидно сега: {why}"
