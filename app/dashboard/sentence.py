"""Sentences computed from the numbers that are drawn, so that a caption cannot contradict its chart.

They state averages and counts. They never say why: an event is a date, a correlation is a resemblance.
"""

from app.dashboard.chart import Plot
from app.dashboard.compare import BeforeAfter, Correlation
from app.dashboard.series import Event, Measure, Series, missing, weekly
from app.dashboard.voice import Voice


def describe(plot: Plot, voice: Voice) -> str:
    """The caption of a chart: last week, the earliest week, days without an entry, events."""
    t = voice.catalogue
    sentences = _averages(plot.measure, plot.measure.label, plot.series, voice)
    if plot.second is not None:
        sentences += _averages(plot.measure, plot.second_label, plot.second, voice)
    if without := missing(plot.noted):
        sentences.append(
            t.ngettext(
                "%(count)s day without an entry (hatched).",
                "%(count)s days without an entry (hatched).",
                without,
            )
            % {"count": voice.count(without)}
        )
    sentences += [
        t.gettext("Marked on %(day)s: %(event)s.")
        % {"day": voice.day(event.day), "event": event.label.rstrip(".")}
        for event in plot.visible_events
    ]
    return " ".join(sentences).replace("….", "…")  # a shortened label brings its own end


def _averages(measure: Measure, label: str, series: Series, voice: Voice) -> list[str]:
    t, weeks = voice.catalogue, weekly(series)
    noted = [(len(weeks) - 1 - i, week.mean) for i, week in enumerate(weeks) if week.mean is not None]
    if not noted:
        return [t.gettext("%(measure)s: no entry in this period.") % {"measure": label}]
    (earlier, first), (since, last) = noted[0], noted[-1]
    if since:
        return [t.gettext("%(measure)s: no entry in the last 7 days.") % {"measure": label}]
    sentences = [
        t.gettext("%(measure)s, average of the last 7 days: %(average)s.")
        % {"measure": label, "average": voice.quantity(measure, voice.average(last))}
    ]
    if earlier:
        sentences.append(
            t.ngettext(
                "%(count)s week earlier: %(average)s.", "%(count)s weeks earlier: %(average)s.", earlier
            )
            % {"count": voice.count(earlier), "average": voice.average(first)}
        )
    return sentences


def describe_change(change: BeforeAfter, measure: Measure, event: Event, voice: Voice) -> str:
    """Averages on both sides of an event, with their days and the interval of the difference."""
    t = voice.catalogue
    return " ".join(
        (
            t.gettext(
                "%(measure)s, average of the %(days)s days before “%(event)s”: %(average)s (%(noted)s noted)."
            )
            % {
                "measure": measure.label,
                "days": voice.count(change.days),
                "event": event.label,
                "average": voice.quantity(measure, voice.average(change.before)),
                "noted": voice.count(change.n_before),
            },
            t.gettext("Of the %(days)s days after: %(average)s (%(noted)s noted).")
            % {
                "days": voice.count(change.days),
                "average": voice.average(change.after),
                "noted": voice.count(change.n_after),
            },
            t.gettext("Difference: %(difference)s (95%% interval from %(low)s to %(high)s).")
            % {
                "difference": voice.signed(change.difference),
                "low": voice.signed(change.interval.low),
                "high": voice.signed(change.interval.high),
            },
            t.gettext("A date says when, not why."),
        )
    )


def describe_correlation(found: Correlation, first: str, second: str, voice: Voice) -> str:
    """How two measures move together, in words that follow the interval, then the numbers."""
    t = voice.catalogue
    if found.interval.holds_zero:
        said = t.gettext("%(first)s and %(second)s: no clear link in these days.")
    elif found.coefficient > 0:
        said = t.gettext("%(first)s and %(second)s tend to rise and fall on the same days.")
    else:
        said = t.gettext("%(first)s and %(second)s tend to move in opposite directions.")
    numbers = t.gettext(
        "Correlation: %(value)s (95%% interval from %(low)s to %(high)s), %(days)s days noted in both."
    )
    return " ".join(
        (
            said % {"first": first, "second": second},
            numbers
            % {
                "value": voice.coefficient(found.coefficient),
                "low": voice.coefficient(found.interval.low),
                "high": voice.coefficient(found.interval.high),
                "days": voice.count(found.n),
            },
            t.gettext("Moving together does not say why."),
        )
    )
