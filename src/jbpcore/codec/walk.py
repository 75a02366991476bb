"""The one walk over the classes of the model, from which everything else follows.

Reading, writing and the schema of a class come from its own annotations. What these do
not say stands in the tables here: what the members of a union are called, and which
fields have another key than their name. These names are part of the format and never
change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import (
    Any,
    Final,
    NewType,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

import attrs

from jbpcore.codec.containers import LabelsNode, ListNode, OptionalNode
from jbpcore.codec.exact_text import (
    DAY,
    DECIMAL,
    FRACTION,
    INSTANT,
    LONG_FRACTION,
    WALL_TIME,
)
from jbpcore.codec.figures import CountsWriter, FiguresWriter, RateWriter, ShareWriter
from jbpcore.codec.node import Node, Writer
from jbpcore.codec.one_of import OneOfNode
from jbpcore.codec.record_shape import RecordField, RecordShape
from jbpcore.codec.records import RecordNode
from jbpcore.codec.scalars import ChoiceNode, WeekdayNode, WholeNumberNode, YesNoNode
from jbpcore.codec.shared import Shared, linked_plan_result
from jbpcore.codec.texts import CURRENCY, ID, NAME, NOUN, PLAIN, TEXT
from jbpcore.engine.goal_result import FIGURES, GoalResult
from jbpcore.engine.plan_assessment import PlanResult
from jbpcore.engine.rate import Rate
from jbpcore.errors import InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount
from jbpcore.model.cadence import ReviewCadence
from jbpcore.model.commitment import Commitment
from jbpcore.model.execution import Action, Initiative
from jbpcore.model.figures import GoalFigures
from jbpcore.model.goal import Goal
from jbpcore.model.outcome import GoalOutcome
from jbpcore.model.phasing import (
    CumulativePhasing,
    LinearPhasing,
    WeightedPhasing,
    WorkdayPhasing,
)
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.model.s_curve import SCurvePhasing
from jbpcore.model.tags import Tags
from jbpcore.model.validation import a_name, a_text
from jbpcore.periods.day_rules import (
    OnFiscalWeek,
    OnMilestone,
    OnMonthDay,
    OnNthWeekday,
    OnWeekdays,
)
from jbpcore.periods.month_years import MonthYears
from jbpcore.periods.stated_week_years import StatedWeekYears
from jbpcore.periods.week_years import WeekYears
from jbpcore.periods.weekday import Weekday
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.quotient import Quotient
from jbpcore.values.ratio import Ratio

__all__ = ["node_for", "record_for"]

_TYPES: Final[Mapping[type, str]] = MappingProxyType(
    {
        Money: "money",
        Quantity: "quantity",
        Ratio: "ratio",
        Quotient: "quotient",
        LinearPhasing: "linear",
        WorkdayPhasing: "workdays",
        WeightedPhasing: "weighted",
        CumulativePhasing: "cumulative",
        SCurvePhasing: "s_curve",
        OnWeekdays: "weekdays",
        OnMonthDay: "month_day",
        OnNthWeekday: "nth_weekday",
        OnFiscalWeek: "fiscal_week",
        OnMilestone: "milestone",
        MonthYears: "months",
        WeekYears: "weeks",
        StatedWeekYears: "stated_weeks",
    }
)
_KEYS: Final[Mapping[tuple[type, str], str]] = MappingProxyType(
    {(Ratio, "value"): "ratio"}
)
_NODES: Final[Mapping[object, Node]] = MappingProxyType(
    {
        str: PLAIN,
        bool: YesNoNode(),
        int: WholeNumberNode(),
        Decimal: DECIMAL,
        Fraction: FRACTION,
        date: DAY,
        datetime: INSTANT,
        time: WALL_TIME,
        Weekday: WeekdayNode(),
        Tags: LabelsNode(),
    }
)
_TEXTS: Final[Mapping[object, Node]] = MappingProxyType({a_name: NAME, a_text: TEXT})
_FIELDS: Final[Mapping[tuple[type, str], Node]] = MappingProxyType(
    {
        (Money, "currency"): CURRENCY,
        (Quantity, "unit"): NOUN,
        (GoalResult, "expected_ratio"): OptionalNode(LONG_FRACTION),
        (GoalFigures, "attainment_ratio"): OptionalNode(LONG_FRACTION),
        (GoalFigures, "pace_index"): OptionalNode(LONG_FRACTION),
        (GoalOutcome, "attainment_ratio"): OptionalNode(LONG_FRACTION),
    }
)
_MAKERS: Final[Mapping[type, Callable[[Shared, dict[str, Any]], object]]] = (
    MappingProxyType({WorkCalendar: Shared.calendar, PlanResult: linked_plan_result})
)
# These came later: documents without them are as sound as before.
_ADDED: Final = frozenset(
    {
        (Action, "audience"),
        (Action, "blocked_reason"),
        (Action, "carry_count"),
        (ActualEntry, "status"),
        (Commitment, "carry_count"),
        (Commitment, "weight"),
        (Commitment, "why"),
        (Goal, "audience"),
        (Initiative, "audience"),
        (Plan, "kind"),
        (Review, "cancelled_why"),
        (Review, "duration_minutes"),
        (Review, "link"),
        (Review, "location"),
        (Review, "sequence"),
        (Review, "zone"),
        (ReviewCadence, "duration_minutes"),
        (ReviewCadence, "link"),
        (ReviewCadence, "location"),
        (ReviewCadence, "sequence"),
        (ReviewCadence, "shift"),
        (ReviewCadence, "zone"),
    }
)
_ADDED_FIGURES: Final = frozenset(
    {
        "shape",
        "higher_is_better",
        "target",
        "is_revised",
        "levels",
        "days_since_last_entry",
        "freshness",
        "coverage_of_target",
        "coverage_of_gap",
    }
)
# Left out, it would be another one each time: reading twice would count twice.
_STATED: Final = frozenset({(ActualEntry, "entry_id")})
_FACTS: Final = (
    "shape",
    "higher_is_better",
    "total_days",
    "elapsed_days",
    "remaining_days",
    "target",
    "is_revised",
    "levels",
    "days_since_last_entry",
    "freshness",
)


@cache
def node_for(hint: object) -> Node:
    """Return the node for what an annotation allows.

    Args:
        hint: An annotation, resolved: a class of the model, ``tuple[Goal, ...]``,
            ``Money | None`` and so on.

    Raises:
        InvalidValueError: If the format has no way to write it.

    Examples:
        >>> node_for(date | None).encode(date(2026, 5, 15))
        '2026-05-15'
    """
    if hint in _NODES:
        return _NODES[hint]
    if isinstance(hint, NewType):
        return ID
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return ChoiceNode(hint)
    if isinstance(hint, type) and attrs.has(hint):
        return record_for(hint)
    arguments = get_args(hint)
    if get_origin(hint) is tuple and arguments[1:] == (...,):
        return ListNode(node_for(arguments[0]))
    if get_origin(hint) in {Union, UnionType}:
        return _union(arguments)
    expected = "a type that documents can hold: give its class a place in the walk"
    raise InvalidValueError("hint", hint, expected)


def _union(members: tuple[Any, ...]) -> Node:
    kinds = [member for member in members if member is not NoneType]
    if len(kinds) == 1:
        inner = node_for(kinds[0])
    else:
        inner = OneOfNode({_TYPES[kind]: record_for(kind) for kind in kinds})
    return inner if len(kinds) == len(members) else OptionalNode(inner)


@cache
def record_for(kind: type) -> RecordNode:
    """Return the node for a class of the model.

    Args:
        kind: A class made with attrs.

    Raises:
        InvalidValueError: If the format has no way to write one of its fields.
    """
    hints = get_type_hints(kind)
    shape = RecordShape(
        kind=kind,
        fields=tuple(
            _field(kind, attribute, hints[attribute.name])
            for attribute in attrs.fields(cast("type[attrs.AttrsInstance]", kind))
            if attribute.init
        ),
        figures=_figures(kind),
        make=_MAKERS.get(kind),
    )
    return RecordNode(shape)


def _field(kind: type, attribute: attrs.Attribute[Any], hint: object) -> RecordField:
    node = _FIELDS.get((kind, attribute.name)) or node_for(hint)
    if node is PLAIN:
        node = _TEXTS.get(attribute.validator, PLAIN)
    default = attribute.default
    return RecordField(
        key=_KEYS.get((kind, attribute.name), attribute.name),
        node=node,
        attribute=attribute,
        leaves_out_none=default is None,
        leaves_out_default=(kind, attribute.name) in _ADDED,
        leaves_out_empty=default == () or getattr(default, "factory", None) is Tags,
        is_required=default is attrs.NOTHING or (kind, attribute.name) in _STATED,
    )


def _figures(kind: type) -> FiguresWriter | None:
    if kind is GoalResult:
        return FiguresWriter(
            figures={name: _writer(kind, name) for name in (*_FACTS, *FIGURES)},
            why=GoalResult.why,
            reasons=FIGURES,
            added=_ADDED_FIGURES,
        )
    if kind is PlanResult:
        names = ("health", "health_counts", "score_ratio")
        return FiguresWriter(figures={name: _writer(kind, name) for name in names})
    return None


def _writer(kind: type, name: str) -> Writer:
    """Return what writes the property *name* when it is not ``None``."""
    hint = get_type_hints(getattr(kind, name).fget)["return"]
    kinds = [member for member in get_args(hint) if member is not NoneType]
    if Rate in kinds:
        return RateWriter(amount=node_for(Amount), exact=ShareWriter())
    if Fraction in kinds:
        return ShareWriter()
    if get_origin(hint) is dict:
        return CountsWriter(get_args(hint)[0])
    node = node_for(hint)
    return node.inner if isinstance(node, OptionalNode) else node
