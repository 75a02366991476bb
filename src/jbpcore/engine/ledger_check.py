"""What is wrong with a whole ledger, whatever goals it serves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime

import attrs

from jbpcore.engine.credit import check_credit
from jbpcore.engine.reversals import check_reversals
from jbpcore.engine.sifting import each_once, is_known, told_left_out
from jbpcore.errors import Finding
from jbpcore.model.actual import ActualEntry
from jbpcore.model.metric import Accumulation, Metric
from jbpcore.values.ids import MetricKey
from jbpcore.wording import Sentence

__all__ = ["check_ledger"]


def check_ledger(
    entries: Iterable[ActualEntry],
    *,
    metrics: Iterable[Metric] = (),
    known_at: datetime | None = None,
) -> tuple[Finding, ...]:
    """Return everything that does not fit together in a ledger of any partners.

    A goal's result tells the same of the entries that it counts. Here all of them meet:
    two partners may each claim half of an order and more.

    Args:
        entries: The ledger, in any order.
        metrics: What is counted; only levels have to be told, as their amounts are
            observations, which do not add up.
        known_at: Entries recorded later are not known; ``None`` to know all.

    Returns:
        Findings about ids that come again or say something else, about reversals and
        about shared credit, by metric.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.values.money import Money
        >>> sale = ActualEntry(metric="revenue", on=date(2026, 5, 4), entry_id="so-1",
        ...                    amount=Money("900", "USD"))
        >>> print(check_ledger([sale, sale])[0])
        entries: Left out 1: they had an entry id that was counted before. [...]
    """
    levels = {
        metric.key for metric in metrics if metric.accumulation is Accumulation.LEVEL
    }
    left_out: Counter[tuple[str, Sentence]] = Counter()
    known = [entry for entry in entries if is_known(entry, known_at)]
    by_metric: defaultdict[MetricKey, list[ActualEntry]] = defaultdict(list)
    for entry in each_once(known, left_out):
        by_metric[entry.metric].append(entry)
    findings = [
        attrs.evolve(finding, path="entries") for finding in told_left_out("", left_out)
    ]
    for metric, own in sorted(by_metric.items()):
        findings += check_reversals(metric, own, is_summed=metric not in levels)
        findings += check_credit(metric, own)
    return tuple(findings)
