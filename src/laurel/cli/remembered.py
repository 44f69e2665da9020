"""What the web answered is kept for a whole run: a thousand badges of one issuer ask for one status list."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from laurel.errors import Phrase, UnreachableError
from laurel.fetching import Fetched, Fetcher

ROOM: Final = 32 * 1024 * 1024  # bytes of answers


class Remembered:
    """A fetcher over another. Failures are kept as well, so that a silent address costs its time once; the oldest go first."""

    def __init__(self, fetch: Fetcher, *, room: int = ROOM) -> None:
        """Start with an empty memory of `room` bytes."""
        self._fetch = fetch
        self._left = room
        self._answers: OrderedDict[str, Fetched | UnreachableError] = OrderedDict()

    def __call__(self, url: str, *, limit: int) -> Fetched:
        """The answer of `url`.

        Raises:
            UnreachableError: see `laurel.fetching.Fetcher`.
        """
        if url not in self._answers:
            self._keep(url, self._ask(url, limit))
        answer = self._answers[url]
        if isinstance(answer, UnreachableError):
            raise answer.with_traceback(None)  # or each raising would add to the one before
        if len(answer.body) > limit:
            raise UnreachableError(url=url, why=Phrase("the answer is too large", "отговорът е твърде голям"))
        return answer

    def _ask(self, url: str, limit: int) -> Fetched | UnreachableError:
        try:
            return self._fetch(url, limit=limit)
        except UnreachableError as error:
            return error

    def _keep(self, url: str, answer: Fetched | UnreachableError) -> None:
        self._answers[url] = answer
        self._left -= _size(answer)
        while self._left < 0 and len(self._answers) > 1:
            _, oldest = self._answers.popitem(last=False)
            self._left += _size(oldest)


def _size(answer: Fetched | UnreachableError) -> int:
    return len(answer.body) + 1_000 if isinstance(answer, Fetched) else 2_000
