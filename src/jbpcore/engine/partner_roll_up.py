"""How partners stand together: by tier, region, manager, group, tag or currency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from fractions import Fraction

import attrs

from jbpcore.engine.goal_sums import (
    GoalFact,
    add_up,
    goal_facts,
    without_covered,
)
from jbpcore.engine.grouping import ByTag, GroupBy, GroupName, group_plans
from jbpcore.engine.partner_tree import PartnerTree, partner_tree
from jbpcore.engine.plan_assessment import PlanResult
from jbpcore.engine.portfolio import Portfolio
from jbpcore.engine.reporting import Reporting, ReportingRates
from jbpcore.engine.roll_up_line import LeftOut, RollUpLine
from jbpcore.engine.score import NoScore, mean
from jbpcore.engine.status import StatusRollUp, StatusRule, roll_up_status
from jbpcore.errors import Finding, InvalidValueError
from jbpcore.model.health import Health
from jbpcore.periods.daterange import DateRange
from jbpcore.values.ids import PartyId, PlanId
from jbpcore.values.money import Money
from jbpcore.wording import Sentence

__all__ = [
    "ParentGoals",
    "PartnerRollUp",
    "PlanScore",
    "RollUpGroup",
    "roll_up_partners",
    "select_period",
]


class ParentGoals(StrEnum):
    """What a goal of a group stands for, when partners below it have goals too."""

    OWN = "own"
    """Its own business, beside that of the others: all are added up."""

    WHOLE_TREE = "whole_tree"
    """Everybody's below: the goals of the same metric and shape below it, whose period
    lies in its own, are what was handed out of it, and are in no sum beside it. It has
    to be measured with everybody's bookings; see ``book_for_parents``."""


@attrs.frozen(kw_only=True)
class PlanScore:
    """The score of one plan.

    Attributes:
        partner_id: Whose plan.
        plan_id: The plan.
        score_ratio: Its score; ``None`` if it has none.
        reason: Why not.
    """

    partner_id: PartyId
    plan_id: PlanId
    score_ratio: Fraction | None
    reason: NoScore | None = None


@attrs.frozen(kw_only=True)
class RollUpGroup:
    """How some partners stand together.

    Attributes:
        key: What they have in common; ``None`` for those that state nothing, and for
            the total.
        name: What people call it; empty where there is no key.
        members: The partners, by id, each once.
        lines: The sums, one line for each metric, shape and unit.
        left_out: Goals that are in no sum, each with its reason.
        scores: The score of each plan, in order of the partner and the plan.
        status: One health for all goals, with the rule.
    """

    key: str | None
    name: str
    members: tuple[PartyId, ...]
    lines: tuple[RollUpLine, ...]
    left_out: tuple[LeftOut, ...]
    scores: tuple[PlanScore, ...]
    status: StatusRollUp

    @property
    def score_ratio(self) -> Fraction | None:
        """The mean of the plans' scores, all plans alike.

        Weights are agreed within a plan and say nothing beside another plan's. The
        score of one plan is exact; of several, each is rounded half-even to twelve
        decimals before. Plans without a score are left out, and say why.
        """
        known = [s.score_ratio for s in self.scores if s.score_ratio is not None]
        return mean(known)

    @property
    def health_counts(self) -> dict[Health, int]:
        """How many goals have each health; those with none are left out."""
        return dict(self.status.counts)

    def line(self, metric: str, unit: str | None = None) -> RollUpLine:
        """Return the line of a metric.

        Args:
            metric: Its key.
            unit: The currency, or what is counted; needed where there are several.

        Raises:
            InvalidValueError: If there is none, or there are several.
        """
        found = [
            line
            for line in self.lines
            if line.metric == metric and unit in {None, line.unit}
        ]
        if len(found) != 1:
            known = ", ".join(f"{line.metric} in {line.unit}" for line in self.lines)
            expected = f"one of the lines ({known or 'there are none'})"
            raise InvalidValueError("metric", (metric, unit), expected)
        return found[0]


@attrs.frozen(kw_only=True)
class PartnerRollUp:
    """Partners put together in groups.

    Attributes:
        by: What they were put together by.
        as_of: The last day that counts.
        groups: The groups, by key; those that state nothing last.
        total: All of them. It is made of the partners and not of the groups, so one
            that is in several groups is in it once.
        rates: The rates that money was converted at; ``None`` if it was not.
        findings: Rates that are missing, and parents that make no sense.
    """

    by: GroupBy | ByTag
    as_of: date
    groups: tuple[RollUpGroup, ...]
    total: RollUpGroup
    rates: ReportingRates | None = None
    findings: tuple[Finding, ...] = ()

    def group(self, key: str | None) -> RollUpGroup:
        """Return the group with this key; ``None`` for those that state nothing.

        Raises:
            InvalidValueError: If there is none.
        """
        for group in self.groups:
            if group.key == key:
                return group
        known = ", ".join(repr(group.key) for group in self.groups)
        raise InvalidValueError("key", key, f"one of the groups ({known})")


def roll_up_partners(
    portfolio: Portfolio,
    *,
    by: GroupBy | ByTag,
    reporting: Reporting | None = None,
    status_rule: StatusRule = StatusRule.WORST,
    tree: PartnerTree | None = None,
    parent_goals: ParentGoals = ParentGoals.OWN,
) -> PartnerRollUp:
    """Put the partners of a portfolio together, and add up what adds up.

    Money is added up by metric, direction and currency, unless *reporting* converts it.
    Sums are exact until they are rounded once, so neither the order of plans nor the
    grouping changes a digit.

    Args:
        portfolio: How every goal stands.
        by: What to put partners together by.
        reporting: One currency for everything, if money is to be converted.
        status_rule: Which goal decides the health of a group.
        tree: Who belongs to whom, where plans do not say it all.
        parent_goals: What a goal of a group stands for.

    Raises:
        InvalidValueError: If two plans share an id, or *by* is nothing to group by.

    Examples:
        >>> from jbpcore.engine.portfolio import assess_portfolio
        >>> from jbpcore.model import metrics
        >>> from jbpcore.model.actual import ActualEntry
        >>> from jbpcore.model.goal import Goal
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.model.plan import Plan
        >>> april = DateRange(date(2026, 4, 1), date(2026, 5, 1))
        >>> goal = Goal(id="sales", name="Sales", metric=metrics.REVENUE,
        ...             target=Money("3000", "USD"), period=april)
        >>> plans = [
        ...     Plan(id=name, name=name, vendor=Party(id="acme", name="Acme"),
        ...          partner=Partner(id=name, name=name, tier=tier),
        ...          period=april, goals=[goal])
        ...     for name, tier in (("ann", "Gold"), ("bob", "Gold"), ("eve", ""))
        ... ]
        >>> booked = ActualEntry(metric="revenue", on=date(2026, 4, 2),
        ...                      amount=Money("1500", "USD"), partner_id="bob")
        >>> portfolio = assess_portfolio(plans, [booked], as_of=date(2026, 4, 10))
        >>> found = roll_up_partners(portfolio, by=GroupBy.TIER)
        >>> [(group.key, group.members) for group in found.groups]
        [('Gold', ('ann', 'bob')), (None, ('eve',))]
        >>> gold = found.group("Gold").line("revenue")
        >>> gold.attained, gold.gap_to_target, gold.attainment_ratio
        (Money('1500', 'USD'), Money('4500', 'USD'), Fraction(1, 4))
    """
    _check_plans(portfolio.plans)
    known = partner_tree(p.plan for p in portfolio.plans) if tree is None else tree
    build = _Builder(
        status_rule, known if parent_goals is ParentGoals.WHOLE_TREE else None
    )
    findings = list(known.findings)
    if reporting is not None:
        build.convert(reporting, portfolio)
        findings += build.list_missing_rates(portfolio.plans)
    apart = _by_currency(portfolio.plans) if by is GroupBy.CURRENCY else portfolio.plans
    groups = group_plans(apart, by=by, tree=known)
    return PartnerRollUp(
        by=by,
        as_of=portfolio.as_of,
        groups=tuple(build.group(name, those) for name, those in groups.values()),
        total=build.group(GroupName("", ""), portfolio.plans),
        rates=build.rates,
        findings=tuple(findings),
    )


def select_period(portfolio: Portfolio, period: DateRange) -> Portfolio:
    """Return *portfolio* with the goals alone whose period lies in *period*.

    A year's plan may hold goals for the year and for each quarter; added up together
    they would count twice.

    Args:
        portfolio: How every goal stands.
        period: The days to look at.
    """
    plans = []
    for plan in portfolio.plans:
        inside = tuple(r for r in plan.results if period.contains(r.goal.period))
        if inside:
            plans.append(attrs.evolve(plan, results=inside))
    return attrs.evolve(portfolio, plans=tuple(plans))


class _Builder:
    """Makes groups, reading each plan once however many groups it is in."""

    def __init__(self, status_rule: StatusRule, tree: PartnerTree | None) -> None:
        self._status_rule = status_rule
        self._tree = tree
        self.rates: ReportingRates | None = None
        # By identity: a plan taken apart by currency has several results.
        self._facts: dict[int, tuple[GoalFact, ...]] = {}
        self._scores: dict[int, PlanScore] = {}

    def convert(self, reporting: Reporting, portfolio: Portfolio) -> None:
        """Find the rates of all currencies that are added up."""
        money = {
            fact.target.currency
            for plan in portfolio.plans
            for fact in self._facts_of(plan)
            if isinstance(fact.target, Money)
        }
        self.rates = reporting.rates_of(money, as_of=portfolio.as_of)

    def list_missing_rates(self, plans: Iterable[PlanResult]) -> list[Finding]:
        """Return a finding for each currency without a rate, naming its first goal."""
        if self.rates is None:  # pragma: no cover - rates are found before
            return []
        goals: dict[str, list[GoalFact]] = {code: [] for code in self.rates.missing}
        for plan in plans:
            for fact in self._facts_of(plan):
                if fact.unit in goals:
                    goals[fact.unit].append(fact)
        findings = []
        for code, facts in sorted(goals.items()):
            error = self.rates.missing[code]
            ref = min(fact.ref for fact in facts)
            message = Sentence(
                "{error} {count} goals in {code} are in no total.",
                error=error,
                count=f"{len(facts):,}",
                code=code,
            )
            path = f"plans[{ref.plan_id}].goals[{ref.goal_id}]"
            findings.append(Finding(code=error.code, path=path, message=message))
        return findings

    def group(self, name: GroupName, plans: Iterable[PlanResult]) -> RollUpGroup:
        """Return what *plans* come to together."""
        ordered = sorted(plans, key=_place)
        facts = (fact for plan in ordered for fact in self._facts_of(plan))
        lines, left_out = add_up(without_covered(facts, tree=self._tree), self.rates)
        return RollUpGroup(
            key=name.key or None,
            name=name.name,
            members=tuple(sorted({plan.plan.partner.id for plan in ordered})),
            lines=lines,
            left_out=left_out,
            scores=tuple(self._score_of(plan) for plan in ordered),
            status=roll_up_status(ordered, rule=self._status_rule),
        )

    def _facts_of(self, plan: PlanResult) -> tuple[GoalFact, ...]:
        if id(plan) not in self._facts:
            self._facts[id(plan)] = goal_facts(plan)
        return self._facts[id(plan)]

    def _score_of(self, plan: PlanResult) -> PlanScore:
        if id(plan) not in self._scores:
            card = plan.scorecard
            self._scores[id(plan)] = PlanScore(
                partner_id=plan.plan.partner.id,
                plan_id=plan.plan.id,
                score_ratio=card.score_ratio,
                reason=card.reason,
            )
        return self._scores[id(plan)]


def _check_plans(plans: Iterable[PlanResult]) -> None:
    counts = Counter(plan.plan.id for plan in plans)
    twice = sorted(plan_id for plan_id, count in counts.items() if count > 1)
    if twice:
        raise InvalidValueError("portfolio.plans", twice, "given with each id once")


def _by_currency(plans: Iterable[PlanResult]) -> tuple[PlanResult, ...]:
    """Return the plans taken apart, so that each is of one currency."""
    apart = []
    for plan in plans:
        currencies = dict.fromkeys(result.goal.currency for result in plan.results)
        for currency in currencies:
            those = tuple(r for r in plan.results if r.goal.currency == currency)
            apart.append(attrs.evolve(plan, results=those))
    return tuple(apart)


def _place(plan: PlanResult) -> tuple[str, str]:
    return (plan.plan.partner.id, plan.plan.id)
