"""A refresh from end to end: get, check, compose, check again, replace."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from browserbanner._files import cannot_write, write_whole
from browserbanner.browsers.data import PACKAGED, BrowserData
from browserbanner.browsers.pack import ELECTRON, Pack, begins_like_a_pack
from browserbanner.browsers.refresh.build import compose, keep_features, parts_of
from browserbanner.browsers.refresh.errors import RefreshError
from browserbanner.browsers.refresh.registry import Progress, download, find_registry
from browserbanner.browsers.refresh.sources import CANIUSE, PACKAGES, Members, Part, read_part
from browserbanner.browsers.refresh.tarball import LARGEST_TARBALL, open_tarball
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
    chosen = tuple(_package(name) for name in only) or tuple(PACKAGES)
    _refuse_other_files(path)
    old, parts = _old(path)
    if tarballs:
        for tarball in tarballs:
            _take_given(parts, tarball, chosen, force)
    else:
        base = find_registry(registry, environment, os.getcwd(), os.path.expanduser("~"))
        for package in chosen:
            _take_offered(parts, package, base, progress, force)
    if ELECTRON not in parts:  # which nearly no site asks for, and which may be left out of --tarball
        parts |= {name: part for name, part in parts_of(Pack.read(PACKAGED)).items() if name == ELECTRON}
    if CANIUSE in parts and (known := BrowserData.load() if old is None and path != PACKAGED else old) is not None:
        parts[CANIUSE] = keep_features(parts[CANIUSE], known)
    content = compose(parts)
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


def _take_given(parts: dict[str, Part], tarball: str, chosen: Sequence[str], force: bool) -> None:
    try:
        if os.path.getsize(tarball) > LARGEST_TARBALL:
            raise RefreshError(f"{tarball} is larger than {LARGEST_TARBALL} bytes")
        package, members = open_tarball(Path(tarball).read_bytes(), tarball)
        if package in chosen:
            _take(parts, package, members, force)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise RefreshError(f"cannot read {tarball}: {reason}", asked=True) from None
    except RefreshError as error:
        raise RefreshError(str(error), asked=True) from None


def _take_offered(parts: dict[str, Part], package: str, base: str, progress: Progress | None, force: bool) -> None:
    known = parts[package].source.version if package in parts and not force else None
    if (found := download(base, package, known, progress)) is not None:
        url, archive = found
        inside, members = open_tarball(archive, url)
        if inside != package:
            raise RefreshError(f"{url} is not {package}, it holds {inside}")
        _take(parts, package, members, force)


def _take(parts: dict[str, Part], package: str, members: Members, force: bool) -> None:
    """Put a package's part in the place of the old one, unless it is older: who offers that is wrong, or malicious."""
    part = read_part(package, members)
    if package in parts and not force:
        new, old = part.source, parts[package].source
        if (parse_version(new.version), new.date) < (parse_version(old.version), old.date):
            raise RefreshError(
                f"{package} {new.version} ({new.date}) is older than what is there, "
                f"{old.version} ({old.date}); to go back, use --force"
            )
    parts[package] = part


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
    for package in PACKAGES:
        if name in (package, package.rpartition("/")[2]):
            return package
    raise ConfigurationError.choice("only", name, [package.rpartition("/")[2] for package in PACKAGES])


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


def _old(path: str) -> tuple[BrowserData | None, dict[str, Part]]:
    """The data that is to be replaced, and its parts; None where it cannot be read, so that a refresh can fix it."""
    if os.path.isfile(path):  # a pipe or a device may have no end
        with suppress(ConfigurationError, LookupError, TypeError, ValueError):
            old = BrowserData.load(path)
            return old, parts_of(old.pack)
    return None, {}
