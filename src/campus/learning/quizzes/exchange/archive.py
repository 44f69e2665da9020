"""A zip from a stranger, unpacked in memory under limits: paths stay inside, nothing is packed twice or too tightly."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from urllib.parse import unquote

from campus.learning.quizzes.problems import refused

MOST_FILES, MOST_UNPACKED = 3_000, 100 * 1024**2
TIGHTEST, SMALL = 200, 1024**2  # a file over 1 MB may be 200 times its packed size


class Archive:
    """The files of a package by their path; read when they are asked for, and only as far as the limits go."""

    def __init__(self, content: bytes) -> None:
        """Open it.

        Raises:
            QuestionError: it is no zip, or breaks a limit.
        """
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise refused("BAD_ZIP") from error
        self._entries = _checked(self._zip)
        self._left = MOST_UNPACKED

    @property
    def names(self) -> Mapping[str, zipfile.ZipInfo]:
        """What is in it."""
        return self._entries

    def read(self, name: str) -> bytes | None:
        """One file; None when there is none of that name.

        Raises:
            QuestionError: damaged, encrypted, or larger than it said.
        """
        entry = self._entries.get(name)
        if entry is None:
            return None
        try:
            with self._zip.open(entry) as file:
                content = file.read(min(entry.file_size, self._left) + 1)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError, ValueError) as error:
            raise refused("BAD_ZIP", name) from error
        if len(content) > min(entry.file_size, self._left):
            raise refused("ZIP_TOO_LARGE", name, limit=MOST_UNPACKED // 1024**2)
        self._left -= len(content)
        return content

    def beside(self, name: str, address: str) -> str | None:
        """The path that `address` means inside the file `name`; None when it leads out of the package."""
        if ":" in address or address.startswith(("/", "\\")):
            return None
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(address.partition("#")[0].partition("?")[0])))
        return None if path.startswith("..") else path


def _checked(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    entries: dict[str, zipfile.ZipInfo] = {}
    files = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
    if len(files) > MOST_FILES:
        raise refused("ZIP_TOO_MANY", limit=MOST_FILES)
    if sum(entry.file_size for entry in files) > MOST_UNPACKED:
        raise refused("ZIP_TOO_LARGE", limit=MOST_UNPACKED // 1024**2)
    for entry in files:
        name = entry.filename.replace("\\", "/")
        shown = name[-80:]
        if not name or name.startswith("/") or ":" in name.partition("/")[0] or ".." in name.split("/") or "\0" in name:
            raise refused("ZIP_PATH", name=shown)
        if posixpath.normpath(name) in entries:
            raise refused("ZIP_TWICE", name=shown)
        if entry.file_size > SMALL and entry.file_size > TIGHTEST * max(1, entry.compress_size):
            raise refused("ZIP_BOMB", name=shown)
        entries[posixpath.normpath(name)] = entry
    return entries
