"""A QTI 3 content package: `imsmanifest.xml` names the items, each item the pictures beside it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from campus.learning.quizzes.exchange.archive import Archive
from campus.learning.quizzes.exchange.qti.read import read_item
from campus.learning.quizzes.exchange.qti.write import write_item
from campus.learning.quizzes.exchange.reading import KeepPicture, Reading
from campus.learning.quizzes.exchange.tree import Node, read_xml
from campus.learning.quizzes.exchange.writing import LoadPicture, quoted
from campus.learning.quizzes.problems import QuestionError, refused
from campus.learning.quizzes.questions import AnyQuestion

NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
ITEM = "imsqti_item_xmlv3p0"
MANIFEST = "imsmanifest.xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same questions make the same file


def read_package(content: bytes, *, language: str, keep_picture: KeepPicture) -> Reading:
    """Every item the manifest names; an item that cannot be read is named with its reason.

    Raises:
        QuestionError: the package as a whole cannot be read.
    """
    archive = Archive(content)
    manifest = archive.read(MANIFEST)
    if manifest is None:
        raise refused("NO_MANIFEST")
    reading = Reading()
    items = [node for node in read_xml(manifest, at=MANIFEST).every("resource") if node.get("type").startswith(ITEM)]
    for node in items:
        path = archive.beside(MANIFEST, node.get("href"))
        _read_one(archive, path or "", node.get("href")[-80:], reading, language=language, keep_picture=keep_picture)
    return reading


def read_single(root: Node, *, language: str, keep_picture: KeepPicture) -> Reading:
    """One item that came alone: it can have no picture."""
    reading = Reading()
    at = _place(root, "")
    reading.take(
        at,
        lambda notes: read_item(root, language=language, load_file=lambda _: None, keep_picture=keep_picture, notes=notes),
    )
    return reading


def write_package(questions: Iterable[AnyQuestion], *, load_picture: LoadPicture) -> bytes:
    """A package with one item a question and its pictures."""
    written = io.BytesIO()
    pictures: set[str] = set()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        resources = []
        for count, question in enumerate(questions, start=1):
            name = f"items/item-{count:04d}.xml"
            files = [name]
            if question.picture is not None:
                picture = f"pictures/{question.picture.name[:32]}.png"
                files.append(picture)
                if picture not in pictures:
                    pictures.add(picture)
                    _put(archive, picture, load_picture(question.picture.name))
            _put(archive, name, write_item(question, identifier=f"item-{count:04d}").encode())
            resources.append(_resource(f"item-{count:04d}", files))
        _put(archive, MANIFEST, _manifest(resources).encode())
    return written.getvalue()


def _read_one(archive: Archive, path: str, shown: str, reading: Reading, *, language: str, keep_picture: KeepPicture) -> None:
    try:
        content = archive.read(path)
        if content is None:
            raise refused("FILE_MISSING", shown, name=shown)
        root = read_xml(content, at=shown)
        if root.name != "qti-assessment-item" or root.namespace != NAMESPACE:
            raise refused("OLD_QTI", shown)
    except QuestionError as error:
        reading.problems.extend(error.problems)
        return

    def load_file(address: str) -> bytes | None:
        beside = archive.beside(path, address)
        return None if beside is None else archive.read(beside)

    reading.take(
        _place(root, shown),
        lambda notes: read_item(root, language=language, load_file=load_file, keep_picture=keep_picture, notes=notes),
    )


def _place(root: Node, path: str) -> str:
    title = root.get("title")[:60] or root.get("identifier")[:60]
    return f"{path} {title}".strip()


def _resource(identifier: str, files: list[str]) -> str:
    parts = "".join(f"<file href={quoted(file)}/>" for file in files)
    return f'<resource identifier="r-{identifier}" type="{ITEM}" href={quoted(files[0])}>{parts}</resource>\n'


def _manifest(resources: list[str]) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1" identifier="manifest">\n'
        "<metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata>\n<organizations/>\n"
        f"<resources>\n{''.join(resources)}</resources>\n</manifest>\n"
    )


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)
