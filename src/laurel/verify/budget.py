"""A fetcher with a purse: so many requests a verification, each address once."""

from __future__ import annotations

from laurel.errors import Phrase, UnreachableError
from laurel.fetching import Fetched, Fetcher


class Budget:
    """Passes requests on until `requests` are spent; what was asked once is remembered, failures too."""

    def __init__(self, fetch: Fetcher, *, requests: int, limit: int) -> None:
        """Wrap `fetch`; `limit` is the most bytes of one answer, whatever the caller asks for."""
        self._fetch = fetch
        self._left = requests
        self._limit = limit
        self._answers: dict[str, Fetched | UnreachableError] = {}

    def __call__(self, url: str, *, limit: int) -> Fetched:
        """The answer of `url`.

        Raises:
            UnreachableError: it cannot be had, or too many addresses were asked already.
        """
        if url not in self._answers:
            self._answers[url] = self._ask(url, min(limit, self._limit))
        answer = self._answers[url]
        if isinstance(answer, UnreachableError):
            raise answer
        return answer

    def _ask(self, url: str, limit: int) -> Fetched | UnreachableError:
        if self._left == 0:
            return UnreachableError(url=url, why=Phrase("too many addresses to ask", "твърде много адреси за питане"))
        self._left -= 1
        try:
            return self._fetch(url, limit=limit)
        except UnreachableError as error:
            return error
