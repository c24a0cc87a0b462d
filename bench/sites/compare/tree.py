"""The sites that are deployed. The same on every machine: all of it comes from one seed."""

import hashlib
import os
import random
import time
from pathlib import Path

CHUNKS_OF_PAGE = 30
IMAGES_OF_PAGE = 2


class Site:
    """A folder of files: prerendered pages that name their chunks and images, hashed chunks, unhashed images and data."""

    def __init__(self, folder: Path, pages: int, lists: int, size: float):
        """`lists`: data files that no page names. `size` is the median of the chunks' sizes, in bytes; the mean is half as much again."""
        self.folder = folder
        self.pages = pages
        self._lists = lists
        self._random = random.Random(5)
        self._size = size
        self._chunks: list[str] = []
        self._images: list[str] = []
        self._data: list[str] = []
        self.base: dict[str, bytes] = {}
        # All files are older than any object.
        self.built = time.time() - 2 * 24 * 3600

    def write(self) -> None:
        """Makes the files and writes them."""
        for number in range(self.pages * CHUNKS_OF_PAGE):
            self._chunks.append(self._add_hashed(f"part-{number:05d}", "css" if number % 7 == 0 else "js", self._text(self._length())))
        for number in range(self.pages * IMAGES_OF_PAGE):
            self._images.append(self._add(f"images/photo-{number:05d}.{('jpg', 'png', 'svg')[number % 3]}", self._bytes(self._length())))
        for number in range(self._lists):
            self._data.append(self._add(f"data/list-{number:03d}.json", b'{"n":"' + self._text(self._length()) + b'"}'))
        for number in range(self.pages):
            self._add(self._page(number), self._html(number))
        self._save(self.base, self.built)

    def _page(self, number: int) -> str:
        return "index.html" if number == 0 else f"goods/item-{number:04d}/index.html"

    def _html(self, number: int) -> bytes:
        named = [f'<script type="module" src="/{name}"></script>' if name.endswith("js") else f'<link rel="stylesheet" href="/{name}">' for name in self._of(self._chunks, number)]
        seen = [f'<img src="/{name}" alt="">' for name in self._of(self._images, number)]
        text = self._text(3000).decode()
        return f'<!doctype html><title>Item {number}</title>{"".join(named)}<p>Price 100</p>{"".join(seen)}<p>{text}</p>'.encode()

    @staticmethod
    def _of(files: list[str], page: int) -> list[str]:
        each = CHUNKS_OF_PAGE if files and files[0].startswith("assets/") else IMAGES_OF_PAGE
        return files[page * each:(page + 1) * each]

    def _add(self, path: str, content: bytes) -> str:
        self.base[path] = content
        return path

    def _add_hashed(self, name: str, extension: str, content: bytes) -> str:
        return self._add(hashed(name, extension, content), content)

    def _length(self) -> int:
        return int(min(60_000, max(200, self._random.lognormvariate(0, 0.9) * self._size)))

    def _bytes(self, length: int) -> bytes:
        return self._random.randbytes(length)

    def _text(self, length: int) -> bytes:
        return self._random.randbytes(length // 2 + 1).hex().encode()[:length]

    def _save(self, files: dict[str, bytes], modified: float) -> None:
        for path, content in files.items():
            full = self.folder / path
            full.parent.mkdir(parents=True, exist_ok=True)
            full.write_bytes(content)
            os.utime(full, (modified, modified))

    def read(self) -> None:
        """Has the machine keep all files in memory: it may have dropped them, and whoever came first would wait for the disk for all."""
        for path in self.folder.rglob("*"):
            if path.is_file():
                path.read_bytes()

    # What is done to the files between two deploys; each gives the files that the site then has.

    def unchanged(self) -> dict[str, bytes]:
        return self.base

    def touched(self) -> dict[str, bytes]:
        """As after a fresh checkout and a build that gives the same."""
        now = time.time()
        for path in self.base:
            os.utime(self.folder / path, (now, now))
        return self.base

    def changed(self) -> dict[str, bytes]:
        """100 of 10,000: two chunks of each of 30 pages, which get other names by it, the pages that name them, and ten images."""
        files = dict(self.base)
        for number in range(10, 40):
            page = files[self._page(number)]
            for old in self._of(self._chunks, number)[:2]:
                content = files.pop(old)[:-4] + b"more"
                name, extension = old.removeprefix("assets/").rsplit("-", 1)[0], old.rsplit(".", 1)[1]
                new = hashed(name, extension, content)
                files[new] = content
                page = page.replace(old.encode(), new.encode())
            files[self._page(number)] = page
        for name in self._images[-10:]:
            files[name] = files[name] + b"more"
        self._become(files, time.time())
        return files

    def edited(self) -> dict[str, bytes]:
        """Ten pages with another price of the same length, and the old times: builds that set all times to the commit's do that."""
        files = dict(self.base)
        for number in range(50, 60):
            files[self._page(number)] = files[self._page(number)].replace(b"Price 100", b"Price 250")
        self._become(files, self.built)
        return files

    def removed(self) -> dict[str, bytes]:
        """1,000 of 10,000 files are gone: 30 pages with their chunks and images, and ten lists."""
        files = dict(self.base)
        for number in range(200, 230):
            for name in [self._page(number), *self._of(self._chunks, number), *self._of(self._images, number)]:
                del files[name]
        for name in self._data[-10:]:
            del files[name]
        self._become(files, time.time())
        return files

    def revert(self, files: dict[str, bytes]) -> None:
        """Makes the folder what it was."""
        for path in files.keys() - self.base.keys():
            (self.folder / path).unlink()
        self._save({path: content for path, content in self.base.items() if files.get(path) is not content}, self.built)
        for path in self.base:
            os.utime(self.folder / path, (self.built, self.built))

    def _become(self, files: dict[str, bytes], modified: float) -> None:
        for path in self.base.keys() - files.keys():
            (self.folder / path).unlink()
        self._save({path: content for path, content in files.items() if self.base.get(path) is not content}, modified)


class Films(Site):
    """A page and four files of 128 MB."""

    def write(self) -> None:
        films = [self._add_hashed(f"film-{number}", "mp4", self._bytes(128 * 1024 * 1024)) for number in range(4)]
        self._add("index.html", "".join(f'<video src="/{film}"></video>' for film in films).encode())
        self._save(self.base, self.built)


def hashed(name: str, extension: str, content: bytes) -> str:
    """The path of a file that has its hash in its name, as build tools write it."""
    digest = hashlib.sha256(content).hexdigest()
    token = next(digest[at:at + 8] for at in range(56) if any(c.isdigit() for c in digest[at:at + 8]) and any(c.isalpha() for c in digest[at:at + 8]))
    return f"assets/{name}-{token}.{extension}"
