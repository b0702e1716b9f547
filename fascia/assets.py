"""Files under ``static/``, each at an address that changes with its content.

``css/site.css`` becomes ``/static/css/site.3fa9c2d1.css``. Relative ``@import``s of style
sheets are put in place; relative imports of scripts and ``url()`` of style sheets are pointed
to the hashed names, so a page and all that it loads belong to one release. Both lose their
comments and their indentation on the way.
"""

import hashlib
import mimetypes
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from rjsmin import jsmin

STATIC = Path(__file__).parent.parent / "static"

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
    ".png": "image/png",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}

_CSS_IMPORT = re.compile(r'@import\s+"(\./[^"]+)"\s*;')
_CSS_REMARKS = re.compile(r"/\*.*?\*/\s*|^\s+", re.DOTALL | re.MULTILINE)
_CSS_URL = re.compile(r'url\("(\.{1,2}/[^"]+)"\)')
_JS_STATIC_IMPORT = re.compile(r'(\bfrom\s*|\bimport\s*)"(\.{1,2}/[^"]+)"')
_JS_IMPORT = re.compile(r'(\bfrom\s*|\bimport\s*\(?\s*)"(\.{1,2}/[^"]+)"')


@dataclass(frozen=True)
class Asset:
    """``name`` is the path below static/, ``path`` the address. ``source`` is what is served:
    bytes, or the file where they lie as they are, so that none are in memory without need.
    """

    name: str
    path: str
    source: bytes | Path
    type: str

    @property
    def body(self) -> bytes:
        return body_of(self.source)


def body_of(source: bytes | Path) -> bytes:
    return source if isinstance(source, bytes) else source.read_bytes()


class Assets:
    """Looks up assets by name. Reads each file once.

    ``made`` holds files that do not lie in the folder, by the name that they would have there.
    """

    def __init__(self, folder: Path = STATIC, made: Mapping[str, bytes] | None = None):
        self.folder = folder
        self.made = made or {}
        self._assets: dict[str, Asset] = {}
        self._imports: dict[str, list[str]] = {}
        self._under_way: list[str] = []
        self._put_in_place: set[str] = set()

    def __getitem__(self, name: str) -> Asset:
        """The asset called ``name``. Raises KeyError, naming the file that asked for it."""
        if name not in self._assets:
            if name in self._under_way:
                raise KeyError(f"static/{name} imports itself: {' → '.join(self._under_way)}")
            self._under_way.append(name)
            try:
                self._assets[name] = self._read(name)
            finally:
                self._under_way.pop()
        return self._assets[name]

    def __contains__(self, name: str) -> bool:
        return name in self.made or (self.folder / name).is_file()

    def __iter__(self) -> Iterator[Asset]:
        """All but the style sheets that were put into another one: nothing asks for those."""
        files = sorted(path for path in self.folder.rglob("*") if path.is_file())
        found = [self[path.relative_to(self.folder).as_posix()] for path in files]
        found += [self[name] for name in self.made]
        return (asset for asset in found if asset.name not in self._put_in_place)

    def url(self, name: str) -> str:
        return self[name].path

    def imports(self, name: str) -> list[str]:
        """Names of all scripts that a script waits for, itself first: for modulepreload.

        What it imports later, with ``import()``, is not wanted before.
        """
        if name in self._imports:
            return self._imports[name]
        found = [name]
        for current in found:
            source = (self.folder / current).read_text("utf-8")
            for match in _JS_STATIC_IMPORT.finditer(source):
                other = _resolve(current, match[2])
                if other not in found:
                    found.append(other)
        self._imports[name] = found
        return found

    def _read(self, name: str) -> Asset:
        file = self.folder / name
        if name not in self:
            by = f", asked for by static/{self._under_way[-2]}" if len(self._under_way) > 1 else ""
            raise KeyError(f"static/{name} does not exist{by}")
        source = self.made.get(name, file)
        if file.suffix == ".css":
            source = self._css(name, body_of(source).decode()).encode()
        elif file.suffix == ".js":
            source = jsmin(self._js(name, body_of(source).decode())).encode()
        digest = hashlib.sha256(body_of(source)).hexdigest()[:10]
        pure = PurePosixPath(name)
        path = f"/static/{pure.with_name(f'{pure.stem}.{digest}{pure.suffix}')}"
        kind = TYPES.get(file.suffix) or mimetypes.guess_type(name)[0]
        return Asset(name, path, source, kind or "application/octet-stream")

    def _css(self, name: str, source: str) -> str:
        def sheet(match: re.Match) -> str:
            other = _resolve(name, match[1])
            self._put_in_place.add(other)
            return self._css(other, (self.folder / other).read_text("utf-8"))

        source = _CSS_URL.sub(lambda m: f'url("{self.url(_resolve(name, m[1]))}")', source)
        return _CSS_REMARKS.sub("", _CSS_IMPORT.sub(sheet, source))

    def _js(self, name: str, source: str) -> str:
        return _JS_IMPORT.sub(lambda m: f'{m[1]}"{self.url(_resolve(name, m[2]))}"', source)


def _resolve(name: str, relative: str) -> str:
    parts = list(PurePosixPath(name).parent.parts)
    for part in PurePosixPath(relative).parts:
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
