"""A refresh from end to end: get, check, compose, check again, replace."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from browserbanner._files import cannot_write, write_whole
from browserbanner.browsers.data import PACKAGED, BrowserData
from browserbanner.browsers.model import Source
from browserbanner.browsers.pack import ELECTRON, Pack, begins_like_a_pack
from browserbanner.browsers.refresh import build
from browserbanner.browsers.refresh.errors import RefreshError
from browserbanner.browsers.refresh.registry import Progress, download, find_registry, offer
from browserbanner.browsers.refresh.sources import PACKAGES
from browserbanner.browsers.refresh.tarball import LARGEST_TARBALL, open_tarball
from browserbanner.browsers.validate import pack_problems
from browserbanner.errors import ConfigurationError
from browserbanner.versions import dotted, parse_version, significant

_SHOWN = 5


class Refreshed(NamedTuple):
    """What a refresh did. ``changes``: a line each; none where the data is as it was. ``written``: the file is new."""

    path: str
    data: BrowserData
    changes: tuple[str, ...]
    written: bool


def refresh_data(
    to: str | None = None,
    *,
    registry: str | None = None,
    tarballs: Sequence[str] = (),
    only: Sequence[str] = (),
    dry: bool = False,
    force: bool = False,
    progress: Progress | None = None,
    environment: Mapping[str, str] = os.environ,
    check: Callable[[BrowserData | None, BrowserData], Iterable[str]] | None = None,
) -> Refreshed:
    """Make a data pack and put it, atomically, in the place of the one at ``to`` (the packaged one for None).

    ``registry``: an npm registry's address, else the machine's setting; ``tarballs``: paths of npm packages to use
    instead, without a network; ``only``: the packages to renew, the others stay as they are in the old pack; ``dry``:
    write nothing; ``force``: take packages whose version the old pack already has, or that are older; ``progress``:
    called with a package, the bytes so far, and in all; ``check``: called with the old data and the new, it says what
    is wrong with the new, which is then not written. Curated files are never touched.
    Raises RefreshError, with the old pack as it was; ConfigurationError for a package in ``only`` that is none, and
    where something else is at ``to``.
    """
    path = PACKAGED if to is None else to
    chosen = tuple(_package(name) for name in only) or PACKAGES
    _refuse_other_files(path)
    old = _old(path)
    parts = {} if old is None else build.parts_of(old)
    if tarballs:
        _take_given(parts, tarballs, chosen, force)
    else:
        base = find_registry(registry, environment, os.getcwd(), os.path.expanduser("~"))
        for package in chosen:
            _take_offered(parts, package, base, progress, force)
    if ELECTRON not in parts:  # which nearly no site asks for, and which may be left out of --tarball
        parts |= {name: part for name, part in build.parts_of(Pack.read(PACKAGED)).items() if name == ELECTRON}
    content = build.compose(parts)
    data = BrowserData(Pack(content, "the new data"))
    before = None if old is None else BrowserData(old)
    _refuse(pack_problems(data))
    if check is not None:
        _refuse(list(check(before, data)))
    changes = changes_between(before, data)
    same = old is not None and _read(path) == content
    if not dry and not same:
        try:
            write_whole(path, content)
        except OSError as error:
            raise RefreshError(f"cannot write {path}: {error.strerror}; what was there is unchanged") from None
    return Refreshed(path, data, changes, written=not dry and not same)


def _take_given(parts: dict[str, build.Part], tarballs: Sequence[str], chosen: Sequence[str], force: bool) -> None:
    for name in tarballs:
        try:
            package, members = open_tarball(_local(name), name)
            if package in chosen:
                parts[package] = _newer(parts.get(package), build.part(package, members), force)
        except RefreshError as error:
            raise RefreshError(str(error), asked=True) from None


def _take_offered(
    parts: dict[str, build.Part], package: str, base: str, progress: Progress | None, force: bool
) -> None:
    offered, known = offer(base, package), parts.get(package)
    if known is not None and known.source.version == offered.version and not force:
        return
    inside, members = open_tarball(download(base, offered, progress), offered.url)
    if inside != package:
        raise RefreshError(f"{offered.url} is not {package}, it holds {inside}")
    parts[package] = _newer(known, build.part(package, members), force)


def changes_between(old: BrowserData | None, new: BrowserData) -> tuple[str, ...]:
    """What is different in new data: sources, newest releases, Baseline's minimum versions, regions."""
    if old is None:
        return tuple(f"{source.package}: {source.version} ({source.date})" for source in new.sources)
    lines: list[str] = []
    before = {source.package: source for source in old.sources}
    for source in new.sources:
        known = before.get(source.package)
        if known != source:
            day = f" ({source.date})" if source.date else ""
            lines.append(f"{source.package}: {known.version if known else 'none'} -> {source.version}{day}")
    for family in ("chrome", "edge", "firefox", "safari", "safari-ios", "opera", "samsung"):
        was, now = (
            _said(newest and significant(newest.version)) for newest in (old.newest(family), new.newest(family))
        )
        if was != now:
            lines.append(f"{family}: newest {was} -> {now}")
    minimums = old.baseline_widely_available()
    for family, minimum in new.baseline_widely_available().items():
        if minimums.get(family) != minimum:
            lines.append(f"{family}: Baseline widely available {_said(minimums.get(family))} -> {_said(minimum)}")
    if old.firefox_esr != new.firefox_esr:
        lines.append(f"firefox: ESR {old.firefox_esr} -> {new.firefox_esr}")
    if old.month != new.month:
        lines.append(f"shares: {old.month} -> {new.month}")
    for sign, names in (("+", set(new.regions) - set(old.regions)), ("-", set(old.regions) - set(new.regions))):
        lines.extend(f"region {sign}{name}" for name in sorted(names))
    return tuple(lines)


def _package(name: str) -> str:
    for package in PACKAGES:
        if name in (package, package.rpartition("/")[2]):
            return package
    raise ConfigurationError.choice("only", name, [package.rpartition("/")[2] for package in PACKAGES])


def _refuse_other_files(path: str) -> None:
    """A refresh may take the place of a pack, a broken one too, or of an empty file. Whatever else there is stays."""
    if os.path.isdir(path):
        raise ConfigurationError(f"to={path!r}: is a folder: name a file in it", option="to", value=path)
    if not path:
        raise ConfigurationError.expected("to", path, "the file to write")
    if (why := cannot_write(path)) is not None:  # said before anything is downloaded
        raise ConfigurationError(f"to: {why}", option="to", value=path)
    if os.path.isfile(path):
        try:
            with open(path, "rb") as file:
                known = begins_like_a_pack(file.read(64))
        except OSError as error:
            raise RefreshError(f"cannot read {path}: {error.strerror}") from None
        if not known:
            raise ConfigurationError(
                f"to={path!r}: is there and is no browser data: name another file, or delete it first",
                option="to",
                value=path,
            )


def _old(path: str) -> Pack | None:
    """The pack that is to be replaced; None where there is none that can be read, so that a refresh can fix it."""
    if not os.path.isfile(path):  # a pipe or a device may have no end
        return None
    try:
        pack = Pack.read(path)
        build.parts_of(pack)
    except (ConfigurationError, LookupError, TypeError, ValueError):
        return None
    return pack


def _newer(old: build.Part | None, new: build.Part, force: bool) -> build.Part:
    """``new``; RefreshError where it is older than ``old``: who offers that is wrong, or is up to no good."""
    if old is not None and not force and (_key(new.source), new.source.date) < (_key(old.source), old.source.date):
        raise RefreshError(
            f"{new.source.package} {new.source.version} ({new.source.date}) is older than what is there, "
            f"{old.source.version} ({old.source.date}); to go back, use --force"
        )
    return new


def _key(source: Source) -> tuple[int, ...]:
    return parse_version(source.version)


def _refuse(found: list[str]) -> None:
    if found:
        more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        raise RefreshError(f"the new data cannot be true: {'; '.join(found[:_SHOWN])}{more}")


def _local(path: str) -> bytes:
    try:
        if os.path.getsize(path) > LARGEST_TARBALL:
            raise RefreshError(f"{path} is larger than {LARGEST_TARBALL} bytes")
        return _read(path)
    except OSError as error:
        raise RefreshError(f"cannot read {path}: {error.strerror}") from None


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _said(version: tuple[int, ...] | None) -> str:
    return dotted(version) if version else "none"
