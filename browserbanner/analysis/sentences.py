"""A report in plain English: figures as people read them, and what they come to."""

from __future__ import annotations

from browserbanner.analysis.fields import Field
from browserbanner.analysis.report import Doubt, Outcomes, Report
from browserbanner.policy import Advice

#: What the visitors of outdated browsers can do, to be said of them.
ADVICE_WORDS: dict[Advice, str] = {
    "update": "can update the browser that they have",
    "switch": "can switch to another browser",
    "update-os": "need an update of their system, if it offers one",
    "open-in-browser": "are in an app: can open the page in their browser",
    "none": "cannot update: nothing that passes runs there",
}

_NAMED = 5  # files, in a sentence
#: Above this share, in percent, what was not understood makes the figures doubtful.
_DOUBTFUL = 20
_UNDECODED = 1
_FIELDS: dict[Field, str] = {
    "address": "the address", "peer": "the address", "forwarded": "X-Forwarded-For", "time": "the time",
    "request": "the request", "method": "the method", "uri": "the path", "status": "the status",
    "agent": "the user agent",
}  # fmt: skip


_DOUBTS: dict[Doubt, str] = {
    "ipad-or-mac": "come from Safari on a Mac, or from iPads, which say the same where they ask for desktop sites",
    "device": "come from TVs, consoles and the like, whose browser comes with the device",
    "long-term": "come from long-term versions that are below the policy and still patched, so that they are supported",
}


def percent(part: int, whole: int) -> str:
    """ "3.4%"; a share too small for a decimal is "<0.1%", and nothing is "0%"."""
    if not part or not whole:
        return "0%"
    share = part * 100 / whole
    if share < 0.05:
        return "<0.1%"
    if 99.95 <= share < 100:
        return ">99.9%"
    return "100%" if share == 100 else f"{share:.1f}%"


def number(value: int | None, about: bool = False) -> str:
    """ "1,234,567"; "≈1,234,567" for an estimate; "-" where it is not known."""
    return "-" if value is None else f"{'≈' if about else ''}{value:,}"


def plural(value: int, one: str, about: bool = False) -> str:
    """ "1 page view", "2 page views"."""
    return f"{number(value, about)} {one}{'' if value == 1 else 's'}"


def summary(report: Report) -> list[str]:
    """The report in a few sentences: the first policy, its visitors, what they can do, a year from now."""
    first, views = report.policies[0], report.people.views
    if not views:
        return [f"Among {plural(report.log.lines, 'line')} there is no page view, bots left out."]
    said = [_outdated(report, first)]
    if first.outdated.views and first.outdated.visitors is not None and report.people.visitors is not None:
        these = "This is" if first.outdated.visitors == 1 else "These are"
        said.append(
            f"{these} {number(first.outdated.visitors, report.estimated)} of "
            f"{plural(report.people.visitors, 'visitor', report.estimated)}."
        )
    said += _can_do(first)
    for later in report.policies:
        if later.next_year and later.policy != first.policy:
            day = later.policy.rpartition(" ")[2]
            share = percent(later.outdated.views, views)
            said.append(
                f"By Baseline as it will be on {day}, {share} of today's page views would come from outdated ones."
            )
    return said


def _outdated(report: Report, outcomes: Outcomes) -> str:
    people, outdated, cannot = report.people.views, outcomes.outdated.views, outcomes.cannot_update.views
    log = report.log
    when = ""
    if log.days is not None:
        when = f" on {log.days[0]}" if log.days[0] == log.days[1] else f" from {log.days[0]} to {log.days[1]}"
    what = "request" if log.every_request else "page view"
    beginning = f"Of {plural(people, what)}{when}, bots left out, "
    if not outdated:
        unknown = report.unknown.views
        if unknown == people:
            return f"{beginning}not one comes from a browser that was recognised: it is not known whose are outdated."
        if unknown:
            beginning = (
                f"{beginning}{percent(unknown, people)} come from browsers that were not recognised; of the others "
            )
        return f'{beginning}none comes from a browser that "{outcomes.policy}" calls outdated.'
    return (
        f'{beginning}{percent(outdated, people)} come from browsers that "{outcomes.policy}" calls outdated; '
        f"{percent(cannot, people)} cannot update."
    )


def warnings(report: Report) -> list[str]:
    """Why the figures may be wrong: what to look at before anything is decided by them. Usually nothing."""
    log, people, said = report.log, report.people.views, []
    if not people + report.bots.views:
        said.append(f"There is no page view in {plural(log.lines, 'line')}: is this the log of a site's pages?")
    elif people and report.unknown.views * 100 > people * _DOUBTFUL:
        said.append(
            f"{percent(report.unknown.views, people)} of the page views come from browsers that were not recognised; "
            "usually it is a few percent. Are the user agents complete in the log, and read from the right field?"
        )
    if report.undecoded.views * 100 > people * _UNDECODED:
        said.append(
            f'{percent(report.undecoded.views, people)} of the page views have user agents with "+" or "%20" for '
            "spaces, which cannot be recognised: name the log's format with --format, or decode them."
        )
    cut, length = report.cut
    if cut.views * 100 > people * _DOUBTFUL:
        said.append(
            f"{percent(cut.views, people)} of the page views have user agents of {length} bytes, and none has more: "
            "the log seems to cut them off, and what is cut off may have been the version."
        )
    said += [f'{_FIELDS[field].capitalize()} is empty or "-" in every line.' for field in log.blank]
    if log.malformed * 100 > log.lines * _DOUBTFUL:
        said.append(f"{percent(log.malformed, log.lines)} of the lines could not be read.")
    if log.mixed:
        said.append(
            "The log's #Fields change on the way: requests that have other fields than the first were not read."
        )
    return said


def _can_do(outcomes: Outcomes) -> list[str]:
    most_first = sorted(outcomes.advice.items(), key=lambda item: -item[1].views)
    whole = outcomes.outdated.views
    said = [f"{percent(count.views, whole)} {ADVICE_WORDS[advice]}" for advice, count in most_first if count.views]
    return [f"Of the outdated, {'; '.join(said)}."] if said else []


def notes(report: Report) -> list[str]:
    """How the figures came about, and what they do not say."""
    log, said = report.log, []
    if log.empty:
        more = f" and {len(log.empty) - _NAMED} more" if len(log.empty) > _NAMED else ""
        said.append(f"{', '.join(log.empty[:_NAMED])}{more}: {'is' if len(log.empty) == 1 else 'are'} empty, left out.")
    if log.every_request:
        said.append("Every request counts, files that belong to pages too.")
    else:
        said.append(
            "A page view is a GET request that was answered (2xx, 304) and whose path does not end as a file's does; "
            f"{plural(log.other, 'other request')} left out."
        )
    said.append(f"{plural(report.bots.views, 'page view')} by bots left out.")
    if log.malformed:
        least = "at least " if log.at_least else ""
        said.append(f"{least}{plural(log.malformed, 'line')} could not be read.".capitalize())
    if report.people.visitors is None:
        said.append("The log has no addresses, so that visitors cannot be told apart.")
    else:
        told = "A visitor is an address with a user agent, kept as a salted hash in memory only"
        if log.share is not None and log.share < 1:
            told += f"; in a log of this size one in {round(1 / log.share)} is counted, and stands for the others"
        said.append(told + ".")
    corroborated = report.policies[0].corroborated.views
    if corroborated:
        said.append(
            f"Another {percent(corroborated, report.people.views)} of the page views come from rare browsers, which "
            "get a banner only where the request's other headers look like a person's; a log does not tell."
        )
    for doubt, part in report.doubts:
        outdated = f"{percent(part.outdated[0].views, part.whole.views)} of these count as outdated"
        said.append(f"{percent(part.whole.views, report.people.views)} of the page views {_DOUBTS[doubt]}; {outdated}.")
    said.append(f"Browser data of {report.data}.")
    return said
