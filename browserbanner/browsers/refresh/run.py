"""A refresh from end to end: get, check, compose, check again, replace."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from browserbanner._files import cannot_write, write_whole
from browserbanner.browsers.data import PACKAGED, BrowserData, Source
from browserbanner.browsers.pack import ELECTRON, Pack, begins_like_a_pack
from browserbanner.browsers.refresh.contents import SOURCES, Contents
from browserbanner.browsers.refresh.errors import RefreshError
from browserbanner.browsers.refresh.npm import LARGEST_TARBALL, Progress, download, find_registry, open_tarball
from browserbanner.browsers.refresh.sources import Members, read_part
from browserbanner.browsers.validate import problems_of
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
    chosen = tuple(_package(name) for name in only) or SOURCES
    _refuse_other_files(path)
    old, contents = _old(path)
    try:
        known = {} if force else contents.sources
        given = _given(tarballs) if tarballs else _offered(chosen, registry, known, progress)
        for package, members in given:
            if package in chosen:
                part = read_part(package, members)
                if not force and package in contents.sources:
                    _refuse_older(part.sources[package], contents.sources[package])
                contents = contents.renewed(part)
    except RefreshError as error:
        raise RefreshError(str(error), asked=error.asked or bool(tarballs)) from None
    if ELECTRON not in contents.sources:  # which nearly no site asks for, and which may be left out of --tarball
        packaged = Contents.of(Pack.read(PACKAGED))
        contents = contents.renewed(Contents({ELECTRON: packaged.sources[ELECTRON]}, electron=packaged.electron))
    if (before := BrowserData.load() if old is None and path != PACKAGED else old) is not None:
        contents = contents.with_features_of(before)
    content = contents.to_bytes()
    data = BrowserData(Pack(content, "the new data"))
    if found := problems_of(data, curated=False) or list(check(old, data) if check is not None else ()):
        more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        raise RefreshError(f"the new data cannot be true: {'; '.join(found[:_SHOWN])}{more}")
    write = not dry and (old is None or Path(path).read_bytes() != content)
    if write:
        try:
            write_whole(path, content)
        except OSError as error:
            raise RefreshError(f"cannot write {path}: {error.strerror}; what was there is unchanged") from None
    return Refreshed(path, data, changes_between(old, data), write)


def _given(tarballs: Sequence[str]) -> Iterator[tuple[str, Members]]:
    """The packages in local tarballs."""
    for path in tarballs:
        try:
            if os.path.getsize(path) > LARGEST_TARBALL:
                raise RefreshError(f"{path} is larger than {LARGEST_TARBALL} bytes")
            archive = Path(path).read_bytes()
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise RefreshError(f"cannot read {path}: {reason}") from None
        yield open_tarball(archive, path)


def _offered(
    packages: Sequence[str], registry: str | None, known: Mapping[str, Source], progress: Progress | None
) -> Iterator[tuple[str, Members]]:
    """The packages that a registry has in newer versions than those that are known."""
    base = find_registry(registry)
    for package in packages:
        version = known[package].version if package in known else None
        if (found := download(base, package, version, progress)) is not None:
            url, archive = found
            inside, members = open_tarball(archive, url)
            if inside != package:
                raise RefreshError(f"{url} is not {package}, it holds {inside}")
            yield package, members


def _refuse_older(new: Source, old: Source) -> None:
    """Raises RefreshError for a package that is older than the known one: who offers that is wrong, or malicious."""
    if (parse_version(new.version), new.date) < (parse_version(old.version), old.date):
        raise RefreshError(
            f"{new.package} {new.version} ({new.date}) is older than what is there, "
            f"{old.version} ({old.date}); to go back, use --force"
        )


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
    was = _state(old)
    lines.extend(f"{what} {was.get(what)} -> {now}" for what, now in _state(new).items() if was.get(what) != now)
    for sign, names in (("+", set(new.regions) - set(old.regions)), ("-", set(old.regions) - set(new.regions))):
        lines.extend(f"region {sign}{name}" for name in sorted(names))
    return tuple(lines)


def _state(data: BrowserData) -> dict[str, str]:
    families = ("chrome", "edge", "firefox", "safari", "safari-ios", "opera", "samsung")
    newest = {family: release for family in families if (release := data.newest(family)) is not None}
    minimums = data.baseline_widely_available()
    return {
        **{f"{family}: newest": dotted(significant(release.version)) for family, release in newest.items()},
        **{f"{family}: Baseline widely available": dotted(minimum) for family, minimum in minimums.items()},
        "firefox: ESR": data.firefox_esr,
        "shares:": data.month,
    }


def _package(name: str) -> str:
    packages = {package.rpartition("/")[2]: package for package in SOURCES}
    if name not in SOURCES and name not in packages:
        raise ConfigurationError.choice("only", name, packages)
    return packages.get(name, name)


def _refuse_other_files(path: str) -> None:
    """A refresh may take the place of a pack, a broken one too, or of an empty file. Whatever else there is stays."""
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


def _old(path: str) -> tuple[BrowserData | None, Contents]:
    """The data that is to be replaced, and all of it; None where it cannot be read, so that a refresh can fix it."""
    if os.path.isfile(path):  # a pipe or a device may have no end
        with suppress(ConfigurationError, LookupError, TypeError, ValueError):
            data = BrowserData.load(path)
            return data, Contents.of(data.pack)
    return None, Contents()
