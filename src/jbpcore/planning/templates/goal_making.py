"""The goals of a draft plan, made from those of a template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from jbpcore.errors import Finding, Severity
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal
from jbpcore.model.keep import KeepBand
from jbpcore.model.metric import Metric
from jbpcore.model.phasing import LinearPhasing, Phasing, WorkdayPhasing
from jbpcore.model.placeholders import filled, filled_line
from jbpcore.model.plan_setting import PlanSetting
from jbpcore.model.template_goal import KeepEvery, TemplateGoal, TemplateProfile
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.days import add_days
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.planning.templates.amounts import AmountFinder, NoAmount
from jbpcore.planning.templates.days import DayFinder
from jbpcore.planning.templates.labels import own_calendar
from jbpcore.planning.templates.owners import Owners
from jbpcore.values.ids import GoalId

__all__ = ["GoalMaker"]

_LONGEST_TEXT = 10_000
_LEVELS = ("target", "baseline", "commit", "stretch")


@attrs.define(kw_only=True)
class GoalMaker:
    """Makes the goals of one plan.

    Attributes:
        setting: The plan's days, people and calendars.
        amounts: Works out what they aim at.
        metrics: The metrics they may name, by key.
        profiles: The phasing profiles they may name, by id.
        days: Finds their days.
        owners: Finds who answers for them.
        words: What placeholders stand for.
        findings: What was left open, and why.
    """

    setting: PlanSetting
    amounts: AmountFinder
    metrics: Mapping[str, Metric]
    profiles: Mapping[str, TemplateProfile]
    days: DayFinder
    owners: Owners
    words: Mapping[str, str]
    findings: list[Finding] = attrs.field(factory=list)

    def goal(self, made_from: TemplateGoal) -> Goal:
        """Return the goal of the plan."""
        levels = {level: self._level(made_from, level) for level in _LEVELS}
        period = self._period(made_from)
        owner = self.owners.find(made_from.owner, made_from.side)
        return Goal(
            id=GoalId(made_from.id),
            name=filled_line(made_from.name, self.words),
            metric=self.metrics[made_from.metric],
            target=levels["target"],
            baseline=levels["baseline"],
            commit=levels["commit"],
            stretch=levels["stretch"],
            period=period,
            weight=made_from.weight,
            score_cap=made_from.score_cap,
            score_floor=made_from.score_floor,
            side=made_from.side,
            phasing=self._phasing(made_from, period),
            keep=self._keep(made_from, period),
            stale_after_days=made_from.stale_after_days,
            owner_id=owner,
            description=filled(made_from.description, self.words, most=_LONGEST_TEXT),
            audience=made_from.audience,
        )

    def _level(self, goal: TemplateGoal, level: str) -> Amount | None:
        found = self.amounts.amount(goal, level)
        return self._noted(found, f"goals[id={goal.id}].{level}")

    def _noted(self, found: Amount | NoAmount | None, path: str) -> Amount | None:
        if not isinstance(found, NoAmount):
            return found
        # What is not answered is said once, of the question.
        if found.code != "answer_missing":
            self.findings.append(
                Finding(
                    code=f"jbp.template.{found.code}",
                    path=path,
                    message=found.message,
                    severity=Severity.WARNING,
                )
            )
        return None

    def _period(self, goal: TemplateGoal) -> DateRange:
        whole = self.setting.period
        start = None if goal.starts is None else self.days.days(goal.starts)[0]
        last = None if goal.ends is None else self.days.days(goal.ends)[0]
        first_day = whole.first_day if start is None else start
        last_day = whole.last_day if last is None else last
        last_day = max(last_day, first_day)
        return DateRange(first_day, add_days(last_day, 1))

    def _phasing(self, goal: TemplateGoal, period: DateRange) -> Phasing:
        if goal.phasing == "linear":
            return LinearPhasing()
        if goal.phasing == "workdays":
            calendar = self.setting.work_calendar
            return WorkdayPhasing(calendar or WorkCalendar.resolve(period))
        profile = self.profiles[goal.phasing].profile
        whole = self.setting.period
        calendar_of = self.setting.calendar or own_calendar(whole)
        return profile.phasing(period, calendar_of, part_of=whole)

    def _keep(self, goal: TemplateGoal, period: DateRange) -> KeepBand | None:
        if goal.keep is None:
            return None
        bounds: dict[str, Amount | None] = {}
        for name in ("lower", "upper"):
            operand = getattr(goal.keep, name)
            found = None if operand is None else self.amounts.rounded(operand, goal)
            bounds[name] = self._noted(found, f"goals[id={goal.id}].keep.{name}")
        if not any(bound is not None for bound in bounds.values()):
            return None
        checks = tuple(self._iter_checks(goal.keep.every, period))
        return KeepBand(checks=checks, **bounds)

    def _iter_checks(self, every: KeepEvery, period: DateRange) -> Iterator[DateRange]:
        calendar = self.setting.calendar or own_calendar(self.setting.period)
        is_month = every is KeepEvery.MONTH
        kind = PeriodKind.MONTH if is_month else PeriodKind.QUARTER
        for tile in calendar.tiles(kind, period):
            yield tile.dates
