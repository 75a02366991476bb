"""Asks the library for each figure that a worked case states, by its name there."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

import attrs
from tests.golden.building import Built, an_amount, build, days_of
from tests.golden.reading import GoldenCase, ReadingError, a_day, words
from tests.golden.sums import evaluate

import jbpcore as jbp
from jbpcore.engine.closing import ActionsToClose
from jbpcore.engine.plan_assessment import PlanResult
from jbpcore.engine.what_if import WhatIf

__all__ = ["Asked", "as_text", "bare"]

FIGURES = {
    "attained": "attained",
    "expected": "expected_to_date",
    "share due": "expected_ratio",
    "attainment": "attainment_ratio",
    "progress": "progress_ratio",
    "pace index": "pace_index",
    "gap to target": "gap_to_target",
    "gap to pace": "gap_to_pace",
    "run rate a day": "run_rate",
    "required a day": "required_run_rate",
    "run rate a working day": "run_rate_per_workday",
    "required a working day": "required_run_rate_per_workday",
    "lift needed": "lift_needed",
    "projected finish": "projected_finish",
    "coverage of target": "coverage_of_target",
    "coverage of gap": "coverage_of_gap",
    "disputed": "disputed",
    "open pipeline": "pipeline",
    "target in force": "target",
    "days gone": "elapsed_days",
    "days left": "remaining_days",
    "days of the period": "total_days",
    "working days gone": "elapsed_workdays",
    "working days of the period": "total_workdays",
    "entries counted": "entry_count",
    "days since the last entry": "days_since_last_entry",
}
_LEVEL_FIGURES = {
    "amount": "amount",
    "attainment": "attainment_ratio",
    "gap": "gap",
    "expected": "expected_to_date",
    "gap to pace": "gap_to_pace",
    "reached": "is_reached",
}


class Asked:
    """The answers of the library to one case, each worked out when it is asked for."""

    def __init__(self, case: GoldenCase) -> None:
        self.case = case

    @cached_property
    def built(self) -> Built:
        return build(self.case)

    @cached_property
    def result(self) -> jbp.GoalResult:
        return self.built.result()

    @cached_property
    def what_if(self) -> WhatIf:
        changes: dict[str, Any] = {}
        for name, value in self.case.pairs("What if"):
            key, read = _CHANGES[name]
            changes[key] = read(value)
        built = self.built
        asked = {
            key: value
            for key, value in built.asked.items()
            if key in {"bands", "work_calendar"}
        }
        return jbp.what_if(
            built.goal, built.entries, as_of=built.as_of, **asked, **changes
        )

    @cached_property
    def closing(self) -> ActionsToClose:
        actions = [
            jbp.Action(
                id=row["id"],
                name=row["id"],
                side=jbp.Side.PARTNER,
                due_on=a_day(row["due"]),
                status=jbp.ActionStatus(row["status"].replace(" ", "_")),
                goal_id="goal",
                expected_impact=an_amount(row["impact"]) if row["impact"] else None,
            )
            for row in self.case.tables["Actions"][1:]
        ]
        return jbp.actions_to_close(self.result, actions)

    @cached_property
    def plan(self) -> PlanResult:
        said = dict(self.case.pairs("The plan"))
        if set(said) - {"period", "look on"}:
            message = f"{self.case.place}: a plan of goals has a period and a day"
            raise ReadingError(message)
        calendar = jbp.FiscalCalendar.calendar_year()
        period = days_of(said["period"], calendar)
        goals, entries = [], []
        for row in self.case.tables["Goals"][1:]:
            metric = attrs.evolve(jbp.metrics.REVENUE, key=row["goal"])
            if " people" in row["target"]:
                metric = attrs.evolve(jbp.metrics.CERTIFIED_PEOPLE, key=row["goal"])
            goals.append(
                jbp.Goal(
                    id=row["goal"],
                    name=row["goal"],
                    metric=metric,
                    target=an_amount(row["target"]),
                    period=period,
                    weight=evaluate(row["weight"]),
                )
            )
            if row["booked"]:
                entries.append(
                    jbp.ActualEntry(
                        metric=row["goal"],
                        on=period.start,
                        amount=an_amount(row["booked"]),
                        entry_id=row["goal"],
                    )
                )
        plan = jbp.Plan(
            id="plan",
            name="Plan",
            vendor=jbp.Party(id="acme", name="Acme"),
            partner=jbp.Partner(id="northwind", name="Northwind"),
            period=period,
            goals=goals,
        )
        return jbp.assess_plan(plan, entries, as_of=a_day(said["look on"]))

    @cached_property
    def records(self) -> list[Any]:
        """All that was answered, to be written down."""
        if "Goals" in self.case.tables:
            return [self.plan]
        found: list[Any] = [self.result]
        if "What if" in self.case.lists:
            found.append(self.what_if.after)
        return found

    def answer(self, name: str) -> Any:
        """Return what the library says to *name*, or the reason why it says nothing."""
        if name in FIGURES:
            return self.figure(self.result, FIGURES[name])
        if name in _OTHERS:
            return _OTHERS[name](self)
        for pattern, read in _PATTERNS:
            found = pattern.fullmatch(name)
            if found is not None:
                return read(self, *found.groups())
        message = f"{self.case.place}: nobody can be asked for {name!r}"
        raise ReadingError(message)

    def figure(self, result: jbp.GoalResult, name: str) -> Any:
        found = getattr(result, name)
        if found is None and name == "attained":
            return result.attained_reason
        if found is None and hasattr(type(result), name):
            try:
                return result.why(name)
            except jbp.JbpError:
                return None
        return found

    def level(self, level: str, figure: str) -> Any:
        wanted = level.replace(" ", "_")
        (found,) = [one for one in self.result.levels if one.level == wanted]
        shown = getattr(found, _LEVEL_FIGURES[figure])
        return yes_or_no(shown) if figure == "reached" else shown

    def bucket(self, label: str, figure: str) -> Any:
        kinds = {"P": "month", "Q": "quarter", "W": "week", "H": "half"}
        kind = jbp.PeriodKind(kinds[label.partition("-")[2][0]])
        built = self.built
        entries = built.entries if "Bookings" in self.case.tables else None
        buckets = jbp.list_buckets(
            built.goal, built.calendar, kind, entries=entries, as_of=built.as_of
        )
        (found,) = [bucket for bucket in buckets if bucket.label == label]
        if figure == "state":
            return words(str(found.state))
        names = {"due": "scheduled", "in": "attained", "gap": "gap"}
        return getattr(found, names[figure])

    def parts(self, weights: str) -> tuple[jbp.Goal, ...]:
        label, _, listed = weights.partition(" ")
        pairs = [part.rsplit(" ", 1) for part in listed.split(", ")]
        return jbp.split_by_label(
            self.built.goal, label, {name: evaluate(part) for name, part in pairs}
        )

    def split(self, weights: str, part: str, figure: str) -> Any:
        goals = self.parts(weights)
        built = self.built
        results = [
            jbp.assess_goal(goal, built.entries, as_of=built.as_of) for goal in goals
        ]
        names = {
            "target": "target",
            "attained": "attained",
            "expected": "expected_to_date",
        }
        if part == "together":
            return getattr(jbp.roll_up(results), names[figure])
        label = weights.partition(" ")[0]
        (found,) = [r for r in results if r.goal.scope[label] == part]
        return getattr(found, names[figure])

    def time_part(self, kind: str, label: str, baseline: str | None) -> Any:
        goals = jbp.split_by_time(
            self.built.goal, self.built.calendar, jbp.PeriodKind(kind)
        )
        (found,) = [goal for goal in goals if goal.id == f"goal.{label}"]
        return found.baseline if baseline else found.target

    def year_before(self, how: str) -> str:
        calendar = self.built.calendar
        said = dict(self.case.pairs("The plan"))["period"]
        align = jbp.PriorYear(f"same_{how}")
        days = calendar.prior_year(calendar.parse(said), align=align)
        return f"{days.first_day} to {days.last_day}"


def yes_or_no(value: object) -> str | None:
    return {True: "yes", False: "no"}.get(value) if isinstance(value, bool) else None


def _findings(asked: Asked) -> str:
    codes = sorted({finding.code for finding in asked.result.findings})
    return ", ".join(codes) or "none"


def _kept(asked: Asked) -> str:
    checks = asked.result.checks
    return f"{sum(check.is_kept for check in checks)} of {len(checks)}"


def _checks(asked: Asked) -> str:
    told = [
        "missing" if check.value is None else ("kept" if check.is_kept else "missed")
        for check in asked.result.checks
    ]
    return ", ".join(told) or "none"


def _beliefs(asked: Asked) -> str:
    told = [f"{c.person_id} {c.score}" for c in asked.result.confidences]
    return ", ".join(told) or "none"


def _news(asked: Asked, *, good: bool) -> str:
    names = [name for name in FIGURES if FIGURES[name] in _JUDGED]
    told = [n for n in names if asked.result.is_favourable(FIGURES[n]) is good]
    return ", ".join(told) or "none"


def _per_week(asked: Asked) -> Any:
    found = jbp.required_rates(asked.result).per_week
    return asked.figure(asked.result, "required_run_rate") if found is None else found


def _actions(asked: Asked) -> str:
    return ", ".join(action.id for action in asked.closing.actions) or "none"


def _plan_counts(asked: Asked) -> str:
    counts = asked.plan.health_counts.items()
    return ", ".join(f"{count} {words(health.value)}" for health, count in counts)


_JUDGED = (
    "attainment_ratio",
    "progress_ratio",
    "pace_index",
    "gap_to_target",
    "gap_to_pace",
    "lift_needed",
    "projected_finish",
)
_CHANGES: dict[str, tuple[str, Callable[[str], Any]]] = {
    "add": ("add", an_amount),
    "each day from now": ("rate", an_amount),
    "last day": ("move_end", a_day),
    "target": ("target", an_amount),
}
_OTHERS: dict[str, Callable[[Asked], Any]] = {
    "health": lambda asked: words(asked.result.health.value),
    "decided by": lambda asked: words(asked.result.reason.value),
    "shape": lambda asked: words(asked.result.shape.value),
    "freshness": lambda asked: words(asked.result.freshness.value),
    "findings": _findings,
    "kept": _kept,
    "checks": _checks,
    "confidence": _beliefs,
    "good news": lambda asked: _news(asked, good=True),
    "bad news": lambda asked: _news(asked, good=False),
    "required a week": _per_week,
    "says": lambda asked: jbp.explain(asked.result),
    "then finish": lambda asked: asked.what_if.finish_after,
    "then met": lambda asked: yes_or_no(asked.what_if.met_after),
    "met as it goes": lambda asked: yes_or_no(asked.what_if.met_before),
    "then health": lambda asked: words(asked.what_if.after.health.value),
    "actions that close the gap": _actions,
    "they bring": lambda asked: asked.closing.impact,
    "still missing": lambda asked: asked.closing.remaining_gap,
    "closes the gap": lambda asked: yes_or_no(asked.closing.closes_gap),
    "actions left out": lambda asked: (
        ", ".join(finding.code for finding in asked.closing.findings) or "none"
    ),
    "plan score": lambda asked: asked.plan.score_ratio,
    "plan health": lambda asked: words(asked.plan.health.value),
    "plan counts": _plan_counts,
}
_PATTERNS: list[tuple[re.Pattern[str], Callable[..., Any]]] = [
    (re.compile(r"(commit|target|stretch|original target) ([a-z ]+)"), Asked.level),
    (re.compile(r"(FY\d+-[PQWH]\d+) (due|in|gap|state)"), Asked.bucket),
    (
        re.compile(r"by (.+?), (\w+|together) (target|attained|expected)"),
        Asked.split,
    ),
    (re.compile(r"by (month|quarter|week), (FY\S+)( baseline)?"), Asked.time_part),
    (re.compile(r"same (number|weeks) a year before"), Asked.year_before),
    (
        re.compile(r"then (.+)"),
        lambda asked, name: asked.figure(asked.what_if.after, FIGURES[name]),
    ),
    (
        re.compile(r"change of (.+)"),
        lambda asked, name: asked.what_if.change(FIGURES[name]).difference,
    ),
]


def bare(found: Any) -> tuple[Fraction, str] | None:
    """Return a number and its unit, where *found* is one."""
    if isinstance(found, jbp.Rate):
        unit = bare(found.unit)
        return None if unit is None else (found.value, unit[1])
    if isinstance(found, jbp.Ratio):
        return found.value, ""
    if isinstance(found, jbp.Money):
        return Fraction(found.amount), found.currency
    if isinstance(found, jbp.Quantity):
        return Fraction(found.amount), found.unit
    if isinstance(found, int | Fraction) and not isinstance(found, bool):
        return Fraction(found), ""
    return None


def as_text(found: Any) -> str:
    """Return an answer in words, as a case states it."""
    if found is None:
        return "none"
    if isinstance(found, jbp.Reason):
        return f"none: {words(found.value)}"
    if isinstance(found, date):
        return str(found)
    return str(found)
