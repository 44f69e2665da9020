"""A credential in an SVG: one `<openbadges:credential>` element; JSON as its text, a JWT in its `verify` attribute.

The file is changed as text, so that the picture itself stays as it was. It is read with expat: no entity is defined or
expanded, no default attribute added, no external subset fetched. Source: https://www.imsglobal.org/spec/ob/v3p0#baked-badge.
"""

from __future__ import annotations

import re
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from laurel.bake.refusals import MAX_CREDENTIAL, MAX_FILE, refused, text_of

NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
_SVG = "http://www.w3.org/2000/svg svg"
_CREDENTIALS = frozenset({f"{NAMESPACE} credential", "http://openbadges.org assertion"})  # versions 3.0 and 2.0
_MAX_DEPTH = 200
_MAX_TAGS = 150_000
_MAX_ATTRIBUTES = 150_000
_TAG = re.compile(rb"<(?:[^\"'>]|\"[^\"]*\"|'[^']*')*+>")  # quoted attribute values may contain a >


def bake(svg: bytes, credential: str) -> bytes:
    """Put the credential (JSON or JWT text) right after the root tag; one already there is replaced.

    Raises:
        BakeError: not an SVG in UTF-8, one with entities, or too large.
    """
    credential = credential.strip()
    if len(credential.encode()) > MAX_CREDENTIAL:
        raise refused("CREDENTIAL_TOO_LARGE")
    if credential.startswith("{"):
        # a CDATA section ends at the first ]]>, so that sequence is cut in two
        content = f"><![CDATA[{credential.replace(']]>', ']]]]><![CDATA[>')}]]></openbadges:credential>"
    else:
        content = f" verify={quoteattr(credential)}/>"
    element = f'<openbadges:credential xmlns:openbadges="{NAMESPACE}"{content}'.encode()
    found = _Reader(svg)
    pieces, place = [svg[: found.root_end], element], found.root_end
    for start, end in found.spans:
        pieces.append(svg[place:start])
        place = end
    return b"".join((*pieces, svg[place:]))


def extract(svg: bytes) -> str:
    """The credential text in the picture.

    Raises:
        BakeError: not an SVG in UTF-8, one with entities, too large, or with none or several credentials in it.
    """
    found = _Reader(svg)
    if not found.spans:
        raise refused("NO_CREDENTIAL")
    if len(found.spans) > 1:
        raise refused("SEVERAL_CREDENTIALS")
    verify, text = found.verify[0], "".join(found.texts[0]).strip()
    if verify is not None and verify.strip() and text:
        raise refused("SEVERAL_CREDENTIALS")
    return text_of((verify or text).encode())


class _Reader:
    """What reading an SVG found: where the root tag ends, and each credential with its place. Places are byte offsets."""

    def __init__(self, svg: bytes) -> None:
        self.root_end = -1
        self.spans: list[tuple[int, int]] = []
        self.verify: list[str | None] = []
        self.texts: list[list[str]] = []
        self._svg = svg
        self._depth = 0
        self._inside = False
        self._parser = _parser(self)
        if len(svg) > MAX_FILE:
            raise refused("FILE_TOO_LARGE")
        if svg.count(b"<") > _MAX_TAGS or svg.count(b"=") > _MAX_ATTRIBUTES:
            raise refused("TOO_COMPLICATED")
        try:
            svg.decode("utf-8")
            self._parser.Parse(svg, True)
        except UnicodeDecodeError as error:
            raise refused("NOT_UTF_8") from error
        except expat.ExpatError as error:
            raise refused("NOT_AN_SVG") from error

    def declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() != "utf-8":
            raise refused("NOT_UTF_8")

    def doctype(self, _name: str, _system: str | None, _public: str | None, has_internal_subset: int) -> None:
        # only an internal subset can define entities and default attributes
        if has_internal_subset:
            raise refused("ENTITIES")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise refused("DAMAGED")
        if self._inside:
            # readers differ on whether the text of an inner element belongs to the credential
            raise refused("SEVERAL_CREDENTIALS" if name in _CREDENTIALS else "DAMAGED")
        if self._depth == 1:
            self._root(name)
        elif name in _CREDENTIALS:
            self._inside = True
            self.spans.append((self._parser.CurrentByteIndex, -1))
            self.verify.append(attributes.get("verify"))
            self.texts.append([])

    def end(self, name: str) -> None:
        self._depth -= 1
        if name in _CREDENTIALS:
            self._inside = False
            start = self.spans[-1][0]
            opened = _end_of_tag(self._svg, start)
            # of an empty element expat reports the place after its one tag, or before it, as its version has it
            empty = self._svg[opened - 2 : opened] == b"/>"
            self.spans[-1] = (start, opened if empty else _end_of_tag(self._svg, self._parser.CurrentByteIndex))

    def text(self, words: str) -> None:
        if self._inside:
            self.texts[-1].append(words)

    def _root(self, name: str) -> None:
        self.root_end = _end_of_tag(self._svg, self._parser.CurrentByteIndex)
        if name != _SVG or self._svg[: self.root_end].endswith(b"/>"):
            raise refused("NOT_AN_SVG")


def _parser(reader: _Reader) -> expat.XMLParserType:
    parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
    parser.buffer_text = True
    parser.XmlDeclHandler = reader.declaration
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    return parser


def _end_of_tag(svg: bytes, start: int) -> int:
    """The offset after the `>` that closes the tag at `start`."""
    tag = _TAG.match(svg, start)
    if tag is None:
        raise refused("DAMAGED")
    return tag.end()
