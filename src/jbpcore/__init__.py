"""Joint business planning between a vendor and its channel partners.

What is listed here is the stable surface; the modules behind it may move. Every name is
loaded when it is first used, so that ``import jbpcore`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jbpcore.__about__ import __version__ as __version__
    from jbpcore.adapters.delimited.rejects import write_rejected as write_rejected
    from jbpcore.adapters.delimited.writer import write_table as write_table
    from jbpcore.adapters.drafting import draft_plan as draft_plan
    from jbpcore.adapters.excel.limits import WorkbookLimits as WorkbookLimits
    from jbpcore.adapters.excel.writing import write_workbook as write_workbook
    from jbpcore.adapters.icalendar.calendar_file import CalendarFile as CalendarFile
    from jbpcore.adapters.icalendar.calendar_file import (
        CalendarMethod as CalendarMethod,
    )
    from jbpcore.adapters.icalendar.feed import calendar_feed as calendar_feed
    from jbpcore.adapters.icalendar.invitations import (
        calendar_cancellation as calendar_cancellation,
    )
    from jbpcore.adapters.icalendar.invitations import (
        calendar_invitations as calendar_invitations,
    )
    from jbpcore.adapters.icalendar.invitations import (
        calendar_update as calendar_update,
    )
    from jbpcore.adapters.icalendar.options import ActionsAs as ActionsAs
    from jbpcore.adapters.icalendar.options import FeedOptions as FeedOptions
    from jbpcore.adapters.icalendar.options import (
        InvitationOptions as InvitationOptions,
    )
    from jbpcore.adapters.icalendar.options import InvitationPer as InvitationPer
    from jbpcore.adapters.in_threads.store import (
        AsyncStoreInThreads as AsyncStoreInThreads,
    )
    from jbpcore.adapters.open_async_store import open_async_store as open_async_store
    from jbpcore.adapters.open_fx_rates import open_fx_rates as open_fx_rates
    from jbpcore.adapters.open_store import open_store as open_store
    from jbpcore.adapters.open_table import open_table as open_table
    from jbpcore.adapters.tabular.actual_form import ActualColumns as ActualColumns
    from jbpcore.adapters.tabular.actual_form import ActualFormat as ActualFormat
    from jbpcore.adapters.tabular.actual_rows import actual_rows as actual_rows
    from jbpcore.adapters.tabular.actuals import read_actuals as read_actuals
    from jbpcore.adapters.tabular.crm_exports import CRM_FIELDS as CRM_FIELDS
    from jbpcore.adapters.tabular.crm_exports import CRM_MAPPINGS as CRM_MAPPINGS
    from jbpcore.adapters.tabular.crm_exports import CRM_TARGETS as CRM_TARGETS
    from jbpcore.adapters.tabular.import_mapping import ImportMapping as ImportMapping
    from jbpcore.adapters.tabular.importing import ActualImport as ActualImport
    from jbpcore.adapters.tabular.importing import import_actuals as import_actuals
    from jbpcore.adapters.tabular.owners import OwnerBook as OwnerBook
    from jbpcore.adapters.template_catalogue import SingleTemplate as SingleTemplate
    from jbpcore.adapters.template_catalogue import (
        TemplateCatalogue as TemplateCatalogue,
    )
    from jbpcore.adapters.template_catalogue import (
        default_template_catalogue as default_template_catalogue,
    )
    from jbpcore.adapters.template_files.folder import TemplateFolder as TemplateFolder
    from jbpcore.adapters.template_files.template_file import (
        read_template_file as read_template_file,
    )
    from jbpcore.adapters.template_files.template_file import (
        try_template_file as try_template_file,
    )
    from jbpcore.adapters.template_upgrade import upgrade as upgrade
    from jbpcore.codec.cloud_events import to_cloud_event as to_cloud_event
    from jbpcore.codec.documents import ActualsDocument as ActualsDocument
    from jbpcore.codec.json_text import dumps as dumps
    from jbpcore.codec.json_text import loads as loads
    from jbpcore.codec.json_text import try_loads as try_loads
    from jbpcore.codec.plain import from_data as from_data
    from jbpcore.codec.plain import to_data as to_data
    from jbpcore.codec.schema import json_schema as json_schema
    from jbpcore.codec.templates.differing import TemplateChange as TemplateChange
    from jbpcore.codec.templates.differing import diff_templates as diff_templates
    from jbpcore.codec.templates.schema import template_schema as template_schema
    from jbpcore.engine.attainment import assess_goal as assess_goal
    from jbpcore.engine.attention.codes import NudgeCode as NudgeCode
    from jbpcore.engine.attention.codes import NudgeStep as NudgeStep
    from jbpcore.engine.attention.nudge import Nudge as Nudge
    from jbpcore.engine.attention.quiet import Attention as Attention
    from jbpcore.engine.attention.quiet import Snooze as Snooze
    from jbpcore.engine.attention.settings import AttentionSettings as AttentionSettings
    from jbpcore.engine.buckets import list_buckets as list_buckets
    from jbpcore.engine.closing import actions_to_close as actions_to_close
    from jbpcore.engine.closing import required_rates as required_rates
    from jbpcore.engine.constant_currency import (
        compare_at_constant_rates as compare_at_constant_rates,
    )
    from jbpcore.engine.conversion import convert_entries as convert_entries
    from jbpcore.engine.conversion import convert_money as convert_money
    from jbpcore.engine.conversion import convert_total as convert_total
    from jbpcore.engine.explaining import explanation as explanation
    from jbpcore.engine.explanation import Explanation as Explanation
    from jbpcore.engine.follow_through import FollowThrough as FollowThrough
    from jbpcore.engine.follow_through import Promise as Promise
    from jbpcore.engine.follow_through import SideFollowThrough as SideFollowThrough
    from jbpcore.engine.follow_through import follow_through as follow_through
    from jbpcore.engine.follow_through import (
        follow_through_trend as follow_through_trend,
    )
    from jbpcore.engine.follow_through import promise_of as promise_of
    from jbpcore.engine.freshness import Freshness as Freshness
    from jbpcore.engine.goal_bucket import BucketState as BucketState
    from jbpcore.engine.goal_bucket import GoalBucket as GoalBucket
    from jbpcore.engine.goal_result import GoalResult as GoalResult
    from jbpcore.engine.grouping import ByTag as ByTag
    from jbpcore.engine.grouping import GroupBy as GroupBy
    from jbpcore.engine.ledger_check import check_ledger as check_ledger
    from jbpcore.engine.partner_roll_up import ParentGoals as ParentGoals
    from jbpcore.engine.partner_roll_up import roll_up_partners as roll_up_partners
    from jbpcore.engine.partner_roll_up import select_period as select_period
    from jbpcore.engine.partner_tree import book_for_parents as book_for_parents
    from jbpcore.engine.partner_tree import partner_tree as partner_tree
    from jbpcore.engine.plan_assessment import PlanResult as PlanResult
    from jbpcore.engine.plan_assessment import assess_plan as assess_plan
    from jbpcore.engine.portfolio import Portfolio as Portfolio
    from jbpcore.engine.portfolio import assess_portfolio as assess_portfolio
    from jbpcore.engine.projection.back_test import back_test as back_test
    from jbpcore.engine.projection.history import History as History
    from jbpcore.engine.projection.methods import ProjectionMethod as ProjectionMethod
    from jbpcore.engine.projection.project import project_goal as project_goal
    from jbpcore.engine.projection.projection import Projection as Projection
    from jbpcore.engine.ranking import RankBy as RankBy
    from jbpcore.engine.ranking import list_off_track as list_off_track
    from jbpcore.engine.ranking import list_top as list_top
    from jbpcore.engine.rate import Rate as Rate
    from jbpcore.engine.rate import RateStep as RateStep
    from jbpcore.engine.reasons import Reason as Reason
    from jbpcore.engine.reporting import Reporting as Reporting
    from jbpcore.engine.review_slots import ReviewSlot as ReviewSlot
    from jbpcore.engine.review_slots import local_start as local_start
    from jbpcore.engine.review_slots import review_slots as review_slots
    from jbpcore.engine.review_standing import ReviewStanding as ReviewStanding
    from jbpcore.engine.review_standing import review_standing as review_standing
    from jbpcore.engine.roll_up import roll_up as roll_up
    from jbpcore.engine.rolling import roll as roll
    from jbpcore.engine.score import Scorecard as Scorecard
    from jbpcore.engine.score import score_goals as score_goals
    from jbpcore.engine.seasonal_phasing import seasonal_phasing as seasonal_phasing
    from jbpcore.engine.splits import GoalPart as GoalPart
    from jbpcore.engine.splits import split_by_label as split_by_label
    from jbpcore.engine.splits import split_goal as split_goal
    from jbpcore.engine.status import StatusRule as StatusRule
    from jbpcore.engine.time_splits import split_by_time as split_by_time
    from jbpcore.engine.vitality import Vitality as Vitality
    from jbpcore.engine.vitality import VitalityVerdict as VitalityVerdict
    from jbpcore.engine.vitality import vitality as vitality
    from jbpcore.engine.vitality_parts import VitalityPart as VitalityPart
    from jbpcore.engine.vitality_settings import VitalitySettings as VitalitySettings
    from jbpcore.engine.what_if import what_if as what_if
    from jbpcore.engine.window import RollingWindows as RollingWindows
    from jbpcore.engine.window import ScheduledAction as ScheduledAction
    from jbpcore.engine.window import Window as Window
    from jbpcore.engine.window import WorkList as WorkList
    from jbpcore.engine.window_goals import GoalIncrement as GoalIncrement
    from jbpcore.engine.window_move import Roll as Roll
    from jbpcore.engine.window_move import RolledItem as RolledItem
    from jbpcore.engine.window_move import WindowMove as WindowMove
    from jbpcore.engine.window_shape import DayWindows as DayWindows
    from jbpcore.engine.window_shape import MonthWindows as MonthWindows
    from jbpcore.engine.window_shape import SprintWindows as SprintWindows
    from jbpcore.engine.windows import windows as windows
    from jbpcore.errors import Finding as Finding
    from jbpcore.errors import JbpError as JbpError
    from jbpcore.errors import NotAllowedError as NotAllowedError
    from jbpcore.errors import PluginError as PluginError
    from jbpcore.errors import Severity as Severity
    from jbpcore.errors import TemplateNotFoundError as TemplateNotFoundError
    from jbpcore.errors import TransitionError as TransitionError
    from jbpcore.formatting.catalogue import MessageCatalogue as MessageCatalogue
    from jbpcore.formatting.explain import explain as explain
    from jbpcore.formatting.explain_error import explain_error as explain_error
    from jbpcore.formatting.explain_nudge import explain_nudge as explain_nudge
    from jbpcore.formatting.words import Words as Words
    from jbpcore.frames.entry_table import tidy_entries as tidy_entries
    from jbpcore.frames.frame_table import FrameTable as FrameTable
    from jbpcore.frames.result_table import tidy_results as tidy_results
    from jbpcore.frames.tidy import TidyTable as TidyTable
    from jbpcore.model import metrics as metrics
    from jbpcore.model.actual import ActualEntry as ActualEntry
    from jbpcore.model.actual import EntryStatus as EntryStatus
    from jbpcore.model.agreement import Approval as Approval
    from jbpcore.model.agreement import ApprovalStep as ApprovalStep
    from jbpcore.model.agreement import PlanKind as PlanKind
    from jbpcore.model.agreement import PlanState as PlanState
    from jbpcore.model.agreement import Proposal as Proposal
    from jbpcore.model.agreement import ProposalAnswer as ProposalAnswer
    from jbpcore.model.agreement import Signoff as Signoff
    from jbpcore.model.amendment import Amendment as Amendment
    from jbpcore.model.amendment import AmendmentStatus as AmendmentStatus
    from jbpcore.model.amount import Amount as Amount
    from jbpcore.model.amount import Unit as Unit
    from jbpcore.model.answer import Answer as Answer
    from jbpcore.model.answer import TemplateRef as TemplateRef
    from jbpcore.model.audience import Audience as Audience
    from jbpcore.model.cadence import ReviewCadence as ReviewCadence
    from jbpcore.model.comment import Comment as Comment
    from jbpcore.model.commitment import Commitment as Commitment
    from jbpcore.model.commitment import CommitmentStatus as CommitmentStatus
    from jbpcore.model.completeness import Completeness as Completeness
    from jbpcore.model.confidence import Confidence as Confidence
    from jbpcore.model.execution import Action as Action
    from jbpcore.model.execution import ActionStatus as ActionStatus
    from jbpcore.model.execution import Dependency as Dependency
    from jbpcore.model.execution import Initiative as Initiative
    from jbpcore.model.figures import GoalFigures as GoalFigures
    from jbpcore.model.formula import AnswerAmount as AnswerAmount
    from jbpcore.model.formula import FixedAmount as FixedAmount
    from jbpcore.model.formula import GoalAmount as GoalAmount
    from jbpcore.model.formula import GoalAmountKind as GoalAmountKind
    from jbpcore.model.formula import PerHead as PerHead
    from jbpcore.model.formula import ShareOf as ShareOf
    from jbpcore.model.formula import SumOf as SumOf
    from jbpcore.model.formula import Uplift as Uplift
    from jbpcore.model.fx_rate import FxRate as FxRate
    from jbpcore.model.fx_rows import read_fx_rates as read_fx_rates
    from jbpcore.model.fx_table import FxTable as FxTable
    from jbpcore.model.goal import Goal as Goal
    from jbpcore.model.health import Health as Health
    from jbpcore.model.health import HealthBands as HealthBands
    from jbpcore.model.keep import KeepBand as KeepBand
    from jbpcore.model.meeting_day import MeetingDay as MeetingDay
    from jbpcore.model.metric import Accumulation as Accumulation
    from jbpcore.model.metric import Direction as Direction
    from jbpcore.model.metric import Metric as Metric
    from jbpcore.model.outcome import GoalOutcome as GoalOutcome
    from jbpcore.model.outcome import Outcome as Outcome
    from jbpcore.model.party import Partner as Partner
    from jbpcore.model.party import PartnerKind as PartnerKind
    from jbpcore.model.party import Party as Party
    from jbpcore.model.party import Person as Person
    from jbpcore.model.party import PersonRole as PersonRole
    from jbpcore.model.party import Side as Side
    from jbpcore.model.phasing import Bucket as Bucket
    from jbpcore.model.phasing import CumulativePhasing as CumulativePhasing
    from jbpcore.model.phasing import CumulativePoint as CumulativePoint
    from jbpcore.model.phasing import LinearPhasing as LinearPhasing
    from jbpcore.model.phasing import WeightedPhasing as WeightedPhasing
    from jbpcore.model.phasing import WorkdayPhasing as WorkdayPhasing
    from jbpcore.model.phasing_profile import PhasingProfile as PhasingProfile
    from jbpcore.model.phasing_profile import ProfileStep as ProfileStep
    from jbpcore.model.plan import Plan as Plan
    from jbpcore.model.plan_record import PlanRecord as PlanRecord
    from jbpcore.model.plan_setting import PlanSetting as PlanSetting
    from jbpcore.model.question import AnswerKind as AnswerKind
    from jbpcore.model.question import AskWhen as AskWhen
    from jbpcore.model.question import Condition as Condition
    from jbpcore.model.question import Question as Question
    from jbpcore.model.question import Section as Section
    from jbpcore.model.relative_day import RelativeDay as RelativeDay
    from jbpcore.model.review import Attendance as Attendance
    from jbpcore.model.review import MinutesAcceptance as MinutesAcceptance
    from jbpcore.model.review import Review as Review
    from jbpcore.model.s_curve import SCurvePhasing as SCurvePhasing
    from jbpcore.model.slip import Slip as Slip
    from jbpcore.model.tags import Tags as Tags
    from jbpcore.model.target_line import TargetLine as TargetLine
    from jbpcore.model.target_version import TargetVersion as TargetVersion
    from jbpcore.model.template import Template as Template
    from jbpcore.model.template_draft import TemplateDraft as TemplateDraft
    from jbpcore.model.template_goal import KeepEvery as KeepEvery
    from jbpcore.model.template_goal import TemplateGoal as TemplateGoal
    from jbpcore.model.template_goal import TemplateKeep as TemplateKeep
    from jbpcore.model.template_goal import TemplateMetric as TemplateMetric
    from jbpcore.model.template_goal import TemplateProfile as TemplateProfile
    from jbpcore.model.template_rules import CompletenessRule as CompletenessRule
    from jbpcore.model.template_rules import LengthLimits as LengthLimits
    from jbpcore.model.template_rules import Need as Need
    from jbpcore.model.template_rules import Suits as Suits
    from jbpcore.model.template_work import TemplateAction as TemplateAction
    from jbpcore.model.template_work import TemplateCadence as TemplateCadence
    from jbpcore.model.template_work import TemplateCommitment as TemplateCommitment
    from jbpcore.model.template_work import TemplateInitiative as TemplateInitiative
    from jbpcore.model.template_work import TemplateRepeat as TemplateRepeat
    from jbpcore.model.terms import Terms as Terms
    from jbpcore.periods.daterange import DateRange as DateRange
    from jbpcore.periods.day_rules import Milestone as Milestone
    from jbpcore.periods.day_rules import OnFiscalWeek as OnFiscalWeek
    from jbpcore.periods.day_rules import OnMilestone as OnMilestone
    from jbpcore.periods.day_rules import OnMonthDay as OnMonthDay
    from jbpcore.periods.day_rules import OnNthWeekday as OnNthWeekday
    from jbpcore.periods.day_rules import OnWeekdays as OnWeekdays
    from jbpcore.periods.fiscal import FiscalCalendar as FiscalCalendar
    from jbpcore.periods.fiscal_period import FiscalPeriod as FiscalPeriod
    from jbpcore.periods.fiscal_period import PeriodKind as PeriodKind
    from jbpcore.periods.frequency import Frequency as Frequency
    from jbpcore.periods.frequency import Shift as Shift
    from jbpcore.periods.local_time import ClockNote as ClockNote
    from jbpcore.periods.local_time import LocalInstant as LocalInstant
    from jbpcore.periods.local_time import instant_at as instant_at
    from jbpcore.periods.occurrences import list_occurrences as list_occurrences
    from jbpcore.periods.prior_year import PriorYear as PriorYear
    from jbpcore.periods.recurrence import Recurrence as Recurrence
    from jbpcore.periods.two_calendars import name_in_both as name_in_both
    from jbpcore.periods.week_pattern import WeekPattern as WeekPattern
    from jbpcore.periods.week_years import YearEndRule as YearEndRule
    from jbpcore.periods.weekday import Weekday as Weekday
    from jbpcore.periods.work_calendar import WorkCalendar as WorkCalendar
    from jbpcore.periods.year_layout import YearName as YearName
    from jbpcore.planning.agenda import AgendaCode as AgendaCode
    from jbpcore.planning.agenda import AgendaItem as AgendaItem
    from jbpcore.planning.agenda import agenda as agenda
    from jbpcore.planning.amending import approve_amendment as approve_amendment
    from jbpcore.planning.amending import decline_amendment as decline_amendment
    from jbpcore.planning.amending import propose_amendment as propose_amendment
    from jbpcore.planning.amending import sign_amendment as sign_amendment
    from jbpcore.planning.amending import withdraw_amendment as withdraw_amendment
    from jbpcore.planning.amendment_effect import AmendmentEffect as AmendmentEffect
    from jbpcore.planning.amendment_effect import GoalEffect as GoalEffect
    from jbpcore.planning.amendment_effect import amendment_effect as amendment_effect
    from jbpcore.planning.attention import attention as attention
    from jbpcore.planning.blocking import block_action as block_action
    from jbpcore.planning.blocking import unblock_action as unblock_action
    from jbpcore.planning.booking import book_reviews as book_reviews
    from jbpcore.planning.booking import cancel_review as cancel_review
    from jbpcore.planning.booking import reschedule_review as reschedule_review
    from jbpcore.planning.calendar_change import change_period as change_period
    from jbpcore.planning.changes import Change as Change
    from jbpcore.planning.changes import ChangeKind as ChangeKind
    from jbpcore.planning.check import check as check
    from jbpcore.planning.conflict import Choice as Choice
    from jbpcore.planning.conflict import Conflict as Conflict
    from jbpcore.planning.currency_change import change_currency as change_currency
    from jbpcore.planning.departures import person_leaves as person_leaves
    from jbpcore.planning.diff import apply_changes as apply_changes
    from jbpcore.planning.diff import diff as diff
    from jbpcore.planning.editing import comment as comment
    from jbpcore.planning.editing import edit as edit
    from jbpcore.planning.erasure import erase_person as erase_person
    from jbpcore.planning.erasure import list_mentions as list_mentions
    from jbpcore.planning.final_figures import close as close
    from jbpcore.planning.from_targets import plans_from_targets as plans_from_targets
    from jbpcore.planning.goal_drop import drop_goal as drop_goal
    from jbpcore.planning.hiding import hide as hide
    from jbpcore.planning.hiding import reveal as reveal
    from jbpcore.planning.holding import hold_review as hold_review
    from jbpcore.planning.life import accept as accept
    from jbpcore.planning.life import cancel as cancel
    from jbpcore.planning.life import counter_propose as counter_propose
    from jbpcore.planning.life import decline as decline
    from jbpcore.planning.life import propose as propose
    from jbpcore.planning.life import withdraw as withdraw
    from jbpcore.planning.lineage import Lineage as Lineage
    from jbpcore.planning.lineage import lineage as lineage
    from jbpcore.planning.lite import promote as promote
    from jbpcore.planning.merge import Merge as Merge
    from jbpcore.planning.merge import merge as merge
    from jbpcore.planning.merge import resolve as resolve
    from jbpcore.planning.merge_back import MergedBack as MergedBack
    from jbpcore.planning.merge_back import merge_back as merge_back
    from jbpcore.planning.mergers import merge_plans as merge_plans
    from jbpcore.planning.minutes import MinutesStanding as MinutesStanding
    from jbpcore.planning.minutes import accept_minutes as accept_minutes
    from jbpcore.planning.minutes import correct_minutes as correct_minutes
    from jbpcore.planning.minutes import minutes_standing as minutes_standing
    from jbpcore.planning.minutes_text import canonical_minutes as canonical_minutes
    from jbpcore.planning.minutes_text import minutes_digest as minutes_digest
    from jbpcore.planning.next_period import next_period as next_period
    from jbpcore.planning.next_target import RollBase as RollBase
    from jbpcore.planning.partner_changes import change_parent as change_parent
    from jbpcore.planning.partner_changes import change_tier as change_tier
    from jbpcore.planning.partner_changes import move_entries as move_entries
    from jbpcore.planning.partner_changes import transfer_plan as transfer_plan
    from jbpcore.planning.partner_splits import PlanPart as PlanPart
    from jbpcore.planning.partner_splits import split_plan as split_plan
    from jbpcore.planning.policy import DEFAULT_POLICY as DEFAULT_POLICY
    from jbpcore.planning.policy import Policy as Policy
    from jbpcore.planning.policy import Viewer as Viewer
    from jbpcore.planning.promise_dates import (
        reschedule_commitment as reschedule_commitment,
    )
    from jbpcore.planning.promises import keep_commitment as keep_commitment
    from jbpcore.planning.promises import miss_commitment as miss_commitment
    from jbpcore.planning.promises import withdraw_commitment as withdraw_commitment
    from jbpcore.planning.refresh import refresh as refresh
    from jbpcore.planning.review_changes import SinceLast as SinceLast
    from jbpcore.planning.review_changes import TargetChange as TargetChange
    from jbpcore.planning.review_decisions import DecisionCode as DecisionCode
    from jbpcore.planning.review_decisions import DecisionLine as DecisionLine
    from jbpcore.planning.review_pack import ReviewPack as ReviewPack
    from jbpcore.planning.review_pack import prepare_review as prepare_review
    from jbpcore.planning.review_pack_parts import GoalMovement as GoalMovement
    from jbpcore.planning.review_pack_parts import PromiseLine as PromiseLine
    from jbpcore.planning.review_pack_parts import StuckKind as StuckKind
    from jbpcore.planning.review_pack_parts import StuckLine as StuckLine
    from jbpcore.planning.review_pack_parts import StuckOrder as StuckOrder
    from jbpcore.planning.review_pack_parts import WayThrough as WayThrough
    from jbpcore.planning.review_pack_parts import WinKind as WinKind
    from jbpcore.planning.review_pack_parts import WinLine as WinLine
    from jbpcore.planning.review_waiting import WaitingKind as WaitingKind
    from jbpcore.planning.review_waiting import WaitingLine as WaitingLine
    from jbpcore.planning.rights import FieldClass as FieldClass
    from jbpcore.planning.rights import FieldRule as FieldRule
    from jbpcore.planning.rights import Grant as Grant
    from jbpcore.planning.rights import Right as Right
    from jbpcore.planning.roll_forward import name_successor as name_successor
    from jbpcore.planning.roll_forward import roll_forward as roll_forward
    from jbpcore.planning.signing import approve as approve
    from jbpcore.planning.signing import current_signoffs as current_signoffs
    from jbpcore.planning.signing import sign as sign
    from jbpcore.planning.story import story as story
    from jbpcore.planning.templates.answer_move import (
        answer_questions as answer_questions,
    )
    from jbpcore.planning.templates.answering import AnswerReader as AnswerReader
    from jbpcore.planning.templates.checking import check_template as check_template
    from jbpcore.planning.templates.declared import DeclaredTemplate as DeclaredTemplate
    from jbpcore.planning.templates.filling import fill_answers as fill_answers
    from jbpcore.planning.templates.upgrading import Upgrade as Upgrade
    from jbpcore.planning.terms import canonical_terms as canonical_terms
    from jbpcore.planning.terms import terms_digest as terms_digest
    from jbpcore.planning.terms import terms_of as terms_of
    from jbpcore.planning.transitions import list_moves as list_moves
    from jbpcore.planning.visibility import project as project
    from jbpcore.planning.visibility import project_entries as project_entries
    from jbpcore.planning.working import complete_action as complete_action
    from jbpcore.planning.working import drop_action as drop_action
    from jbpcore.planning.working import reschedule_action as reschedule_action
    from jbpcore.planning.working import start_action as start_action
    from jbpcore.planning.working import waiting_for as waiting_for
    from jbpcore.plugins.listing import check_plugins as check_plugins
    from jbpcore.plugins.listing import list_plugins as list_plugins
    from jbpcore.plugins.listing import list_template_packs as list_template_packs
    from jbpcore.plugins.listing import refresh_plugins as refresh_plugins
    from jbpcore.plugins.metrics import find_metric as find_metric
    from jbpcore.plugins.plugin import Plugin as Plugin
    from jbpcore.plugins.plugin import TemplatePack as TemplatePack
    from jbpcore.ports.actuals import AppendOutcome as AppendOutcome
    from jbpcore.ports.plan_list import PlanFilter as PlanFilter
    from jbpcore.ports.plan_paging import PlanCursor as PlanCursor
    from jbpcore.ports.plan_paging import PlanOrder as PlanOrder
    from jbpcore.values.ids import PlanId as PlanId
    from jbpcore.values.ids import new_id as new_id
    from jbpcore.values.money import Money as Money
    from jbpcore.values.parsing import parse_amount as parse_amount
    from jbpcore.values.quantity import Quantity as Quantity
    from jbpcore.values.quotient import Quotient as Quotient
    from jbpcore.values.ratio import Ratio as Ratio
    from jbpcore.views.amendment_diff import AmendmentDiff as AmendmentDiff
    from jbpcore.views.amendment_diff import amendment_diff as amendment_diff
    from jbpcore.views.charts.bullet_chart import bullet_chart as bullet_chart
    from jbpcore.views.charts.chart import Chart as Chart
    from jbpcore.views.charts.follow_through_chart import (
        follow_through_chart as follow_through_chart,
    )
    from jbpcore.views.charts.gap_waterfall import gap_waterfall as gap_waterfall
    from jbpcore.views.charts.heat_map import portfolio_heat_map as portfolio_heat_map
    from jbpcore.views.charts.pace_chart import pace_chart as pace_chart
    from jbpcore.views.charts.windows_timeline import (
        windows_timeline as windows_timeline,
    )
    from jbpcore.views.drawing import pace_bar as pace_bar
    from jbpcore.views.drawing import sparkline as sparkline
    from jbpcore.views.history_story import HistoryStory as HistoryStory
    from jbpcore.views.history_story import history_story as history_story
    from jbpcore.views.plan_card import PlanCard as PlanCard
    from jbpcore.views.plan_card import plan_card as plan_card
    from jbpcore.views.portfolio_table import PortfolioTable as PortfolioTable
    from jbpcore.views.portfolio_table import portfolio_table as portfolio_table
    from jbpcore.views.review_page import ReviewPage as ReviewPage
    from jbpcore.views.review_page import review_page as review_page
    from jbpcore.views.scorecard_page import ScorecardPage as ScorecardPage
    from jbpcore.views.scorecard_page import scorecard_page as scorecard_page
    from jbpcore.views.stylesheet import STYLESHEET as STYLESHEET
    from jbpcore.views.view_data import view_schema as view_schema
    from jbpcore.views.window_board import WindowBoard as WindowBoard
    from jbpcore.views.window_board import window_board as window_board
    from jbpcore.wording.sentence import Sentence as Sentence

_HOMES = {
    "Accumulation": "jbpcore.model.metric",
    "Action": "jbpcore.model.execution",
    "ActionStatus": "jbpcore.model.execution",
    "ActionsAs": "jbpcore.adapters.icalendar.options",
    "ActualColumns": "jbpcore.adapters.tabular.actual_form",
    "ActualEntry": "jbpcore.model.actual",
    "ActualFormat": "jbpcore.adapters.tabular.actual_form",
    "ActualImport": "jbpcore.adapters.tabular.importing",
    "ActualsDocument": "jbpcore.codec.documents",
    "AgendaCode": "jbpcore.planning.agenda",
    "AgendaItem": "jbpcore.planning.agenda",
    "Amendment": "jbpcore.model.amendment",
    "AmendmentDiff": "jbpcore.views.amendment_diff",
    "AmendmentEffect": "jbpcore.planning.amendment_effect",
    "AmendmentStatus": "jbpcore.model.amendment",
    "Amount": "jbpcore.model.amount",
    "Answer": "jbpcore.model.answer",
    "AnswerAmount": "jbpcore.model.formula",
    "AnswerKind": "jbpcore.model.question",
    "AnswerReader": "jbpcore.planning.templates.answering",
    "AppendOutcome": "jbpcore.ports.actuals",
    "Approval": "jbpcore.model.agreement",
    "ApprovalStep": "jbpcore.model.agreement",
    "AskWhen": "jbpcore.model.question",
    "AsyncStoreInThreads": "jbpcore.adapters.in_threads.store",
    "Attendance": "jbpcore.model.review",
    "Attention": "jbpcore.engine.attention.quiet",
    "AttentionSettings": "jbpcore.engine.attention.settings",
    "Audience": "jbpcore.model.audience",
    "Bucket": "jbpcore.model.phasing",
    "BucketState": "jbpcore.engine.goal_bucket",
    "ByTag": "jbpcore.engine.grouping",
    "CRM_FIELDS": "jbpcore.adapters.tabular.crm_exports",
    "CRM_MAPPINGS": "jbpcore.adapters.tabular.crm_exports",
    "CRM_TARGETS": "jbpcore.adapters.tabular.crm_exports",
    "CalendarFile": "jbpcore.adapters.icalendar.calendar_file",
    "CalendarMethod": "jbpcore.adapters.icalendar.calendar_file",
    "Change": "jbpcore.planning.changes",
    "ChangeKind": "jbpcore.planning.changes",
    "Chart": "jbpcore.views.charts.chart",
    "Choice": "jbpcore.planning.conflict",
    "ClockNote": "jbpcore.periods.local_time",
    "Comment": "jbpcore.model.comment",
    "Commitment": "jbpcore.model.commitment",
    "CommitmentStatus": "jbpcore.model.commitment",
    "Completeness": "jbpcore.model.completeness",
    "CompletenessRule": "jbpcore.model.template_rules",
    "Condition": "jbpcore.model.question",
    "Confidence": "jbpcore.model.confidence",
    "Conflict": "jbpcore.planning.conflict",
    "CumulativePhasing": "jbpcore.model.phasing",
    "CumulativePoint": "jbpcore.model.phasing",
    "DEFAULT_POLICY": "jbpcore.planning.policy",
    "DateRange": "jbpcore.periods.daterange",
    "DayWindows": "jbpcore.engine.window_shape",
    "DecisionCode": "jbpcore.planning.review_decisions",
    "DecisionLine": "jbpcore.planning.review_decisions",
    "DeclaredTemplate": "jbpcore.planning.templates.declared",
    "Dependency": "jbpcore.model.execution",
    "Direction": "jbpcore.model.metric",
    "EntryStatus": "jbpcore.model.actual",
    "Explanation": "jbpcore.engine.explanation",
    "FeedOptions": "jbpcore.adapters.icalendar.options",
    "FieldClass": "jbpcore.planning.rights",
    "FieldRule": "jbpcore.planning.rights",
    "Finding": "jbpcore.errors",
    "FiscalCalendar": "jbpcore.periods.fiscal",
    "FiscalPeriod": "jbpcore.periods.fiscal_period",
    "FixedAmount": "jbpcore.model.formula",
    "FollowThrough": "jbpcore.engine.follow_through",
    "FrameTable": "jbpcore.frames.frame_table",
    "Frequency": "jbpcore.periods.frequency",
    "Freshness": "jbpcore.engine.freshness",
    "FxRate": "jbpcore.model.fx_rate",
    "FxTable": "jbpcore.model.fx_table",
    "Goal": "jbpcore.model.goal",
    "GoalAmount": "jbpcore.model.formula",
    "GoalAmountKind": "jbpcore.model.formula",
    "GoalBucket": "jbpcore.engine.goal_bucket",
    "GoalEffect": "jbpcore.planning.amendment_effect",
    "GoalFigures": "jbpcore.model.figures",
    "GoalIncrement": "jbpcore.engine.window_goals",
    "GoalMovement": "jbpcore.planning.review_pack_parts",
    "GoalOutcome": "jbpcore.model.outcome",
    "GoalPart": "jbpcore.engine.splits",
    "GoalResult": "jbpcore.engine.goal_result",
    "Grant": "jbpcore.planning.rights",
    "GroupBy": "jbpcore.engine.grouping",
    "Health": "jbpcore.model.health",
    "HealthBands": "jbpcore.model.health",
    "History": "jbpcore.engine.projection.history",
    "HistoryStory": "jbpcore.views.history_story",
    "ImportMapping": "jbpcore.adapters.tabular.import_mapping",
    "Initiative": "jbpcore.model.execution",
    "InvitationOptions": "jbpcore.adapters.icalendar.options",
    "InvitationPer": "jbpcore.adapters.icalendar.options",
    "JbpError": "jbpcore.errors",
    "KeepBand": "jbpcore.model.keep",
    "KeepEvery": "jbpcore.model.template_goal",
    "LengthLimits": "jbpcore.model.template_rules",
    "Lineage": "jbpcore.planning.lineage",
    "LinearPhasing": "jbpcore.model.phasing",
    "LocalInstant": "jbpcore.periods.local_time",
    "MeetingDay": "jbpcore.model.meeting_day",
    "Merge": "jbpcore.planning.merge",
    "MergedBack": "jbpcore.planning.merge_back",
    "MessageCatalogue": "jbpcore.formatting.catalogue",
    "Metric": "jbpcore.model.metric",
    "Milestone": "jbpcore.periods.day_rules",
    "MinutesAcceptance": "jbpcore.model.review",
    "MinutesStanding": "jbpcore.planning.minutes",
    "Money": "jbpcore.values.money",
    "MonthWindows": "jbpcore.engine.window_shape",
    "Need": "jbpcore.model.template_rules",
    "NotAllowedError": "jbpcore.errors",
    "Nudge": "jbpcore.engine.attention.nudge",
    "NudgeCode": "jbpcore.engine.attention.codes",
    "NudgeStep": "jbpcore.engine.attention.codes",
    "OnFiscalWeek": "jbpcore.periods.day_rules",
    "OnMilestone": "jbpcore.periods.day_rules",
    "OnMonthDay": "jbpcore.periods.day_rules",
    "OnNthWeekday": "jbpcore.periods.day_rules",
    "OnWeekdays": "jbpcore.periods.day_rules",
    "Outcome": "jbpcore.model.outcome",
    "OwnerBook": "jbpcore.adapters.tabular.owners",
    "ParentGoals": "jbpcore.engine.partner_roll_up",
    "Partner": "jbpcore.model.party",
    "PartnerKind": "jbpcore.model.party",
    "Party": "jbpcore.model.party",
    "PerHead": "jbpcore.model.formula",
    "PeriodKind": "jbpcore.periods.fiscal_period",
    "Person": "jbpcore.model.party",
    "PersonRole": "jbpcore.model.party",
    "PhasingProfile": "jbpcore.model.phasing_profile",
    "Plan": "jbpcore.model.plan",
    "PlanCard": "jbpcore.views.plan_card",
    "PlanCursor": "jbpcore.ports.plan_paging",
    "PlanFilter": "jbpcore.ports.plan_list",
    "PlanId": "jbpcore.values.ids",
    "PlanKind": "jbpcore.model.agreement",
    "PlanOrder": "jbpcore.ports.plan_paging",
    "PlanPart": "jbpcore.planning.partner_splits",
    "PlanRecord": "jbpcore.model.plan_record",
    "PlanResult": "jbpcore.engine.plan_assessment",
    "PlanSetting": "jbpcore.model.plan_setting",
    "PlanState": "jbpcore.model.agreement",
    "Plugin": "jbpcore.plugins.plugin",
    "PluginError": "jbpcore.errors",
    "Policy": "jbpcore.planning.policy",
    "Portfolio": "jbpcore.engine.portfolio",
    "PortfolioTable": "jbpcore.views.portfolio_table",
    "PriorYear": "jbpcore.periods.prior_year",
    "ProfileStep": "jbpcore.model.phasing_profile",
    "Projection": "jbpcore.engine.projection.projection",
    "ProjectionMethod": "jbpcore.engine.projection.methods",
    "Promise": "jbpcore.engine.follow_through",
    "PromiseLine": "jbpcore.planning.review_pack_parts",
    "Proposal": "jbpcore.model.agreement",
    "ProposalAnswer": "jbpcore.model.agreement",
    "Quantity": "jbpcore.values.quantity",
    "Question": "jbpcore.model.question",
    "Quotient": "jbpcore.values.quotient",
    "RankBy": "jbpcore.engine.ranking",
    "Rate": "jbpcore.engine.rate",
    "RateStep": "jbpcore.engine.rate",
    "Ratio": "jbpcore.values.ratio",
    "Reason": "jbpcore.engine.reasons",
    "Recurrence": "jbpcore.periods.recurrence",
    "RelativeDay": "jbpcore.model.relative_day",
    "Reporting": "jbpcore.engine.reporting",
    "Review": "jbpcore.model.review",
    "ReviewCadence": "jbpcore.model.cadence",
    "ReviewPack": "jbpcore.planning.review_pack",
    "ReviewPage": "jbpcore.views.review_page",
    "ReviewSlot": "jbpcore.engine.review_slots",
    "ReviewStanding": "jbpcore.engine.review_standing",
    "Right": "jbpcore.planning.rights",
    "Roll": "jbpcore.engine.window_move",
    "RollBase": "jbpcore.planning.next_target",
    "RolledItem": "jbpcore.engine.window_move",
    "RollingWindows": "jbpcore.engine.window",
    "SCurvePhasing": "jbpcore.model.s_curve",
    "STYLESHEET": "jbpcore.views.stylesheet",
    "ScheduledAction": "jbpcore.engine.window",
    "Scorecard": "jbpcore.engine.score",
    "ScorecardPage": "jbpcore.views.scorecard_page",
    "Section": "jbpcore.model.question",
    "Sentence": "jbpcore.wording.sentence",
    "Severity": "jbpcore.errors",
    "ShareOf": "jbpcore.model.formula",
    "Shift": "jbpcore.periods.frequency",
    "Side": "jbpcore.model.party",
    "SideFollowThrough": "jbpcore.engine.follow_through",
    "Signoff": "jbpcore.model.agreement",
    "SinceLast": "jbpcore.planning.review_changes",
    "SingleTemplate": "jbpcore.adapters.template_catalogue",
    "Slip": "jbpcore.model.slip",
    "Snooze": "jbpcore.engine.attention.quiet",
    "SprintWindows": "jbpcore.engine.window_shape",
    "StatusRule": "jbpcore.engine.status",
    "StuckKind": "jbpcore.planning.review_pack_parts",
    "StuckLine": "jbpcore.planning.review_pack_parts",
    "StuckOrder": "jbpcore.planning.review_pack_parts",
    "Suits": "jbpcore.model.template_rules",
    "SumOf": "jbpcore.model.formula",
    "Tags": "jbpcore.model.tags",
    "TargetChange": "jbpcore.planning.review_changes",
    "TargetLine": "jbpcore.model.target_line",
    "TargetVersion": "jbpcore.model.target_version",
    "Template": "jbpcore.model.template",
    "TemplateAction": "jbpcore.model.template_work",
    "TemplateCadence": "jbpcore.model.template_work",
    "TemplateCatalogue": "jbpcore.adapters.template_catalogue",
    "TemplateChange": "jbpcore.codec.templates.differing",
    "TemplateCommitment": "jbpcore.model.template_work",
    "TemplateDraft": "jbpcore.model.template_draft",
    "TemplateFolder": "jbpcore.adapters.template_files.folder",
    "TemplateGoal": "jbpcore.model.template_goal",
    "TemplateInitiative": "jbpcore.model.template_work",
    "TemplateKeep": "jbpcore.model.template_goal",
    "TemplateMetric": "jbpcore.model.template_goal",
    "TemplateNotFoundError": "jbpcore.errors",
    "TemplatePack": "jbpcore.plugins.plugin",
    "TemplateProfile": "jbpcore.model.template_goal",
    "TemplateRef": "jbpcore.model.answer",
    "TemplateRepeat": "jbpcore.model.template_work",
    "Terms": "jbpcore.model.terms",
    "TidyTable": "jbpcore.frames.tidy",
    "TransitionError": "jbpcore.errors",
    "Unit": "jbpcore.model.amount",
    "Upgrade": "jbpcore.planning.templates.upgrading",
    "Uplift": "jbpcore.model.formula",
    "Viewer": "jbpcore.planning.policy",
    "Vitality": "jbpcore.engine.vitality",
    "VitalityPart": "jbpcore.engine.vitality_parts",
    "VitalitySettings": "jbpcore.engine.vitality_settings",
    "VitalityVerdict": "jbpcore.engine.vitality",
    "WaitingKind": "jbpcore.planning.review_waiting",
    "WaitingLine": "jbpcore.planning.review_waiting",
    "WayThrough": "jbpcore.planning.review_pack_parts",
    "WeekPattern": "jbpcore.periods.week_pattern",
    "Weekday": "jbpcore.periods.weekday",
    "WeightedPhasing": "jbpcore.model.phasing",
    "WinKind": "jbpcore.planning.review_pack_parts",
    "WinLine": "jbpcore.planning.review_pack_parts",
    "Window": "jbpcore.engine.window",
    "WindowBoard": "jbpcore.views.window_board",
    "WindowMove": "jbpcore.engine.window_move",
    "Words": "jbpcore.formatting.words",
    "WorkCalendar": "jbpcore.periods.work_calendar",
    "WorkList": "jbpcore.engine.window",
    "WorkbookLimits": "jbpcore.adapters.excel.limits",
    "WorkdayPhasing": "jbpcore.model.phasing",
    "YearEndRule": "jbpcore.periods.week_years",
    "YearName": "jbpcore.periods.year_layout",
    "__version__": "jbpcore.__about__",
    "accept": "jbpcore.planning.life",
    "accept_minutes": "jbpcore.planning.minutes",
    "actions_to_close": "jbpcore.engine.closing",
    "actual_rows": "jbpcore.adapters.tabular.actual_rows",
    "agenda": "jbpcore.planning.agenda",
    "amendment_diff": "jbpcore.views.amendment_diff",
    "amendment_effect": "jbpcore.planning.amendment_effect",
    "answer_questions": "jbpcore.planning.templates.answer_move",
    "apply_changes": "jbpcore.planning.diff",
    "approve": "jbpcore.planning.signing",
    "approve_amendment": "jbpcore.planning.amending",
    "assess_goal": "jbpcore.engine.attainment",
    "assess_plan": "jbpcore.engine.plan_assessment",
    "assess_portfolio": "jbpcore.engine.portfolio",
    "attention": "jbpcore.planning.attention",
    "back_test": "jbpcore.engine.projection.back_test",
    "block_action": "jbpcore.planning.blocking",
    "book_for_parents": "jbpcore.engine.partner_tree",
    "book_reviews": "jbpcore.planning.booking",
    "bullet_chart": "jbpcore.views.charts.bullet_chart",
    "calendar_cancellation": "jbpcore.adapters.icalendar.invitations",
    "calendar_feed": "jbpcore.adapters.icalendar.feed",
    "calendar_invitations": "jbpcore.adapters.icalendar.invitations",
    "calendar_update": "jbpcore.adapters.icalendar.invitations",
    "cancel": "jbpcore.planning.life",
    "cancel_review": "jbpcore.planning.booking",
    "canonical_minutes": "jbpcore.planning.minutes_text",
    "canonical_terms": "jbpcore.planning.terms",
    "change_currency": "jbpcore.planning.currency_change",
    "change_parent": "jbpcore.planning.partner_changes",
    "change_period": "jbpcore.planning.calendar_change",
    "change_tier": "jbpcore.planning.partner_changes",
    "check": "jbpcore.planning.check",
    "check_ledger": "jbpcore.engine.ledger_check",
    "check_plugins": "jbpcore.plugins.listing",
    "check_template": "jbpcore.planning.templates.checking",
    "close": "jbpcore.planning.final_figures",
    "comment": "jbpcore.planning.editing",
    "compare_at_constant_rates": "jbpcore.engine.constant_currency",
    "complete_action": "jbpcore.planning.working",
    "convert_entries": "jbpcore.engine.conversion",
    "convert_money": "jbpcore.engine.conversion",
    "convert_total": "jbpcore.engine.conversion",
    "correct_minutes": "jbpcore.planning.minutes",
    "counter_propose": "jbpcore.planning.life",
    "current_signoffs": "jbpcore.planning.signing",
    "decline": "jbpcore.planning.life",
    "decline_amendment": "jbpcore.planning.amending",
    "default_template_catalogue": "jbpcore.adapters.template_catalogue",
    "diff": "jbpcore.planning.diff",
    "diff_templates": "jbpcore.codec.templates.differing",
    "draft_plan": "jbpcore.adapters.drafting",
    "drop_action": "jbpcore.planning.working",
    "drop_goal": "jbpcore.planning.goal_drop",
    "dumps": "jbpcore.codec.json_text",
    "edit": "jbpcore.planning.editing",
    "erase_person": "jbpcore.planning.erasure",
    "explain": "jbpcore.formatting.explain",
    "explain_error": "jbpcore.formatting.explain_error",
    "explain_nudge": "jbpcore.formatting.explain_nudge",
    "explanation": "jbpcore.engine.explaining",
    "fill_answers": "jbpcore.planning.templates.filling",
    "find_metric": "jbpcore.plugins.metrics",
    "follow_through": "jbpcore.engine.follow_through",
    "follow_through_chart": "jbpcore.views.charts.follow_through_chart",
    "follow_through_trend": "jbpcore.engine.follow_through",
    "from_data": "jbpcore.codec.plain",
    "gap_waterfall": "jbpcore.views.charts.gap_waterfall",
    "hide": "jbpcore.planning.hiding",
    "history_story": "jbpcore.views.history_story",
    "hold_review": "jbpcore.planning.holding",
    "import_actuals": "jbpcore.adapters.tabular.importing",
    "instant_at": "jbpcore.periods.local_time",
    "json_schema": "jbpcore.codec.schema",
    "keep_commitment": "jbpcore.planning.promises",
    "lineage": "jbpcore.planning.lineage",
    "list_buckets": "jbpcore.engine.buckets",
    "list_mentions": "jbpcore.planning.erasure",
    "list_moves": "jbpcore.planning.transitions",
    "list_occurrences": "jbpcore.periods.occurrences",
    "list_off_track": "jbpcore.engine.ranking",
    "list_plugins": "jbpcore.plugins.listing",
    "list_template_packs": "jbpcore.plugins.listing",
    "list_top": "jbpcore.engine.ranking",
    "loads": "jbpcore.codec.json_text",
    "local_start": "jbpcore.engine.review_slots",
    "merge": "jbpcore.planning.merge",
    "merge_back": "jbpcore.planning.merge_back",
    "merge_plans": "jbpcore.planning.mergers",
    "metrics": "jbpcore.model",
    "minutes_digest": "jbpcore.planning.minutes_text",
    "minutes_standing": "jbpcore.planning.minutes",
    "miss_commitment": "jbpcore.planning.promises",
    "move_entries": "jbpcore.planning.partner_changes",
    "name_in_both": "jbpcore.periods.two_calendars",
    "name_successor": "jbpcore.planning.roll_forward",
    "new_id": "jbpcore.values.ids",
    "next_period": "jbpcore.planning.next_period",
    "open_async_store": "jbpcore.adapters.open_async_store",
    "open_fx_rates": "jbpcore.adapters.open_fx_rates",
    "open_store": "jbpcore.adapters.open_store",
    "open_table": "jbpcore.adapters.open_table",
    "pace_bar": "jbpcore.views.drawing",
    "pace_chart": "jbpcore.views.charts.pace_chart",
    "parse_amount": "jbpcore.values.parsing",
    "partner_tree": "jbpcore.engine.partner_tree",
    "person_leaves": "jbpcore.planning.departures",
    "plan_card": "jbpcore.views.plan_card",
    "plans_from_targets": "jbpcore.planning.from_targets",
    "portfolio_heat_map": "jbpcore.views.charts.heat_map",
    "portfolio_table": "jbpcore.views.portfolio_table",
    "prepare_review": "jbpcore.planning.review_pack",
    "project": "jbpcore.planning.visibility",
    "project_entries": "jbpcore.planning.visibility",
    "project_goal": "jbpcore.engine.projection.project",
    "promise_of": "jbpcore.engine.follow_through",
    "promote": "jbpcore.planning.lite",
    "propose": "jbpcore.planning.life",
    "propose_amendment": "jbpcore.planning.amending",
    "read_actuals": "jbpcore.adapters.tabular.actuals",
    "read_fx_rates": "jbpcore.model.fx_rows",
    "read_template_file": "jbpcore.adapters.template_files.template_file",
    "refresh": "jbpcore.planning.refresh",
    "refresh_plugins": "jbpcore.plugins.listing",
    "required_rates": "jbpcore.engine.closing",
    "reschedule_action": "jbpcore.planning.working",
    "reschedule_commitment": "jbpcore.planning.promise_dates",
    "reschedule_review": "jbpcore.planning.booking",
    "resolve": "jbpcore.planning.merge",
    "reveal": "jbpcore.planning.hiding",
    "review_page": "jbpcore.views.review_page",
    "review_slots": "jbpcore.engine.review_slots",
    "review_standing": "jbpcore.engine.review_standing",
    "roll": "jbpcore.engine.rolling",
    "roll_forward": "jbpcore.planning.roll_forward",
    "roll_up": "jbpcore.engine.roll_up",
    "roll_up_partners": "jbpcore.engine.partner_roll_up",
    "score_goals": "jbpcore.engine.score",
    "scorecard_page": "jbpcore.views.scorecard_page",
    "seasonal_phasing": "jbpcore.engine.seasonal_phasing",
    "select_period": "jbpcore.engine.partner_roll_up",
    "sign": "jbpcore.planning.signing",
    "sign_amendment": "jbpcore.planning.amending",
    "sparkline": "jbpcore.views.drawing",
    "split_by_label": "jbpcore.engine.splits",
    "split_by_time": "jbpcore.engine.time_splits",
    "split_goal": "jbpcore.engine.splits",
    "split_plan": "jbpcore.planning.partner_splits",
    "start_action": "jbpcore.planning.working",
    "story": "jbpcore.planning.story",
    "template_schema": "jbpcore.codec.templates.schema",
    "terms_digest": "jbpcore.planning.terms",
    "terms_of": "jbpcore.planning.terms",
    "tidy_entries": "jbpcore.frames.entry_table",
    "tidy_results": "jbpcore.frames.result_table",
    "to_cloud_event": "jbpcore.codec.cloud_events",
    "to_data": "jbpcore.codec.plain",
    "transfer_plan": "jbpcore.planning.partner_changes",
    "try_loads": "jbpcore.codec.json_text",
    "try_template_file": "jbpcore.adapters.template_files.template_file",
    "unblock_action": "jbpcore.planning.blocking",
    "upgrade": "jbpcore.adapters.template_upgrade",
    "view_schema": "jbpcore.views.view_data",
    "vitality": "jbpcore.engine.vitality",
    "waiting_for": "jbpcore.planning.working",
    "what_if": "jbpcore.engine.what_if",
    "window_board": "jbpcore.views.window_board",
    "windows": "jbpcore.engine.windows",
    "windows_timeline": "jbpcore.views.charts.windows_timeline",
    "withdraw": "jbpcore.planning.life",
    "withdraw_amendment": "jbpcore.planning.amending",
    "withdraw_commitment": "jbpcore.planning.promises",
    "write_rejected": "jbpcore.adapters.delimited.rejects",
    "write_table": "jbpcore.adapters.delimited.writer",
    "write_workbook": "jbpcore.adapters.excel.writing",
}
"""Where each name of the front door lives."""

_MODULES = frozenset({"metrics"})
"""Names of the front door that are modules."""

__all__ = [
    "CRM_FIELDS",
    "CRM_MAPPINGS",
    "CRM_TARGETS",
    "DEFAULT_POLICY",
    "STYLESHEET",
    "Accumulation",
    "Action",
    "ActionStatus",
    "ActionsAs",
    "ActualColumns",
    "ActualEntry",
    "ActualFormat",
    "ActualImport",
    "ActualsDocument",
    "AgendaCode",
    "AgendaItem",
    "Amendment",
    "AmendmentDiff",
    "AmendmentEffect",
    "AmendmentStatus",
    "Amount",
    "Answer",
    "AnswerAmount",
    "AnswerKind",
    "AnswerReader",
    "AppendOutcome",
    "Approval",
    "ApprovalStep",
    "AskWhen",
    "AsyncStoreInThreads",
    "Attendance",
    "Attention",
    "AttentionSettings",
    "Audience",
    "Bucket",
    "BucketState",
    "ByTag",
    "CalendarFile",
    "CalendarMethod",
    "Change",
    "ChangeKind",
    "Chart",
    "Choice",
    "ClockNote",
    "Comment",
    "Commitment",
    "CommitmentStatus",
    "Completeness",
    "CompletenessRule",
    "Condition",
    "Confidence",
    "Conflict",
    "CumulativePhasing",
    "CumulativePoint",
    "DateRange",
    "DayWindows",
    "DecisionCode",
    "DecisionLine",
    "DeclaredTemplate",
    "Dependency",
    "Direction",
    "EntryStatus",
    "Explanation",
    "FeedOptions",
    "FieldClass",
    "FieldRule",
    "Finding",
    "FiscalCalendar",
    "FiscalPeriod",
    "FixedAmount",
    "FollowThrough",
    "FrameTable",
    "Frequency",
    "Freshness",
    "FxRate",
    "FxTable",
    "Goal",
    "GoalAmount",
    "GoalAmountKind",
    "GoalBucket",
    "GoalEffect",
    "GoalFigures",
    "GoalIncrement",
    "GoalMovement",
    "GoalOutcome",
    "GoalPart",
    "GoalResult",
    "Grant",
    "GroupBy",
    "Health",
    "HealthBands",
    "History",
    "HistoryStory",
    "ImportMapping",
    "Initiative",
    "InvitationOptions",
    "InvitationPer",
    "JbpError",
    "KeepBand",
    "KeepEvery",
    "LengthLimits",
    "Lineage",
    "LinearPhasing",
    "LocalInstant",
    "MeetingDay",
    "Merge",
    "MergedBack",
    "MessageCatalogue",
    "Metric",
    "Milestone",
    "MinutesAcceptance",
    "MinutesStanding",
    "Money",
    "MonthWindows",
    "Need",
    "NotAllowedError",
    "Nudge",
    "NudgeCode",
    "NudgeStep",
    "OnFiscalWeek",
    "OnMilestone",
    "OnMonthDay",
    "OnNthWeekday",
    "OnWeekdays",
    "Outcome",
    "OwnerBook",
    "ParentGoals",
    "Partner",
    "PartnerKind",
    "Party",
    "PerHead",
    "PeriodKind",
    "Person",
    "PersonRole",
    "PhasingProfile",
    "Plan",
    "PlanCard",
    "PlanCursor",
    "PlanFilter",
    "PlanId",
    "PlanKind",
    "PlanOrder",
    "PlanPart",
    "PlanRecord",
    "PlanResult",
    "PlanSetting",
    "PlanState",
    "Plugin",
    "PluginError",
    "Policy",
    "Portfolio",
    "PortfolioTable",
    "PriorYear",
    "ProfileStep",
    "Projection",
    "ProjectionMethod",
    "Promise",
    "PromiseLine",
    "Proposal",
    "ProposalAnswer",
    "Quantity",
    "Question",
    "Quotient",
    "RankBy",
    "Rate",
    "RateStep",
    "Ratio",
    "Reason",
    "Recurrence",
    "RelativeDay",
    "Reporting",
    "Review",
    "ReviewCadence",
    "ReviewPack",
    "ReviewPage",
    "ReviewSlot",
    "ReviewStanding",
    "Right",
    "Roll",
    "RollBase",
    "RolledItem",
    "RollingWindows",
    "SCurvePhasing",
    "ScheduledAction",
    "Scorecard",
    "ScorecardPage",
    "Section",
    "Sentence",
    "Severity",
    "ShareOf",
    "Shift",
    "Side",
    "SideFollowThrough",
    "Signoff",
    "SinceLast",
    "SingleTemplate",
    "Slip",
    "Snooze",
    "SprintWindows",
    "StatusRule",
    "StuckKind",
    "StuckLine",
    "StuckOrder",
    "Suits",
    "SumOf",
    "Tags",
    "TargetChange",
    "TargetLine",
    "TargetVersion",
    "Template",
    "TemplateAction",
    "TemplateCadence",
    "TemplateCatalogue",
    "TemplateChange",
    "TemplateCommitment",
    "TemplateDraft",
    "TemplateFolder",
    "TemplateGoal",
    "TemplateInitiative",
    "TemplateKeep",
    "TemplateMetric",
    "TemplateNotFoundError",
    "TemplatePack",
    "TemplateProfile",
    "TemplateRef",
    "TemplateRepeat",
    "Terms",
    "TidyTable",
    "TransitionError",
    "Unit",
    "Upgrade",
    "Uplift",
    "Viewer",
    "Vitality",
    "VitalityPart",
    "VitalitySettings",
    "VitalityVerdict",
    "WaitingKind",
    "WaitingLine",
    "WayThrough",
    "WeekPattern",
    "Weekday",
    "WeightedPhasing",
    "WinKind",
    "WinLine",
    "Window",
    "WindowBoard",
    "WindowMove",
    "Words",
    "WorkCalendar",
    "WorkList",
    "WorkbookLimits",
    "WorkdayPhasing",
    "YearEndRule",
    "YearName",
    "__version__",
    "accept",
    "accept_minutes",
    "actions_to_close",
    "actual_rows",
    "agenda",
    "amendment_diff",
    "amendment_effect",
    "answer_questions",
    "apply_changes",
    "approve",
    "approve_amendment",
    "assess_goal",
    "assess_plan",
    "assess_portfolio",
    "attention",
    "back_test",
    "block_action",
    "book_for_parents",
    "book_reviews",
    "bullet_chart",
    "calendar_cancellation",
    "calendar_feed",
    "calendar_invitations",
    "calendar_update",
    "cancel",
    "cancel_review",
    "canonical_minutes",
    "canonical_terms",
    "change_currency",
    "change_parent",
    "change_period",
    "change_tier",
    "check",
    "check_ledger",
    "check_plugins",
    "check_template",
    "close",
    "comment",
    "compare_at_constant_rates",
    "complete_action",
    "convert_entries",
    "convert_money",
    "convert_total",
    "correct_minutes",
    "counter_propose",
    "current_signoffs",
    "decline",
    "decline_amendment",
    "default_template_catalogue",
    "diff",
    "diff_templates",
    "draft_plan",
    "drop_action",
    "drop_goal",
    "dumps",
    "edit",
    "erase_person",
    "explain",
    "explain_error",
    "explain_nudge",
    "explanation",
    "fill_answers",
    "find_metric",
    "follow_through",
    "follow_through_chart",
    "follow_through_trend",
    "from_data",
    "gap_waterfall",
    "hide",
    "history_story",
    "hold_review",
    "import_actuals",
    "instant_at",
    "json_schema",
    "keep_commitment",
    "lineage",
    "list_buckets",
    "list_mentions",
    "list_moves",
    "list_occurrences",
    "list_off_track",
    "list_plugins",
    "list_template_packs",
    "list_top",
    "loads",
    "local_start",
    "merge",
    "merge_back",
    "merge_plans",
    "metrics",
    "minutes_digest",
    "minutes_standing",
    "miss_commitment",
    "move_entries",
    "name_in_both",
    "name_successor",
    "new_id",
    "next_period",
    "open_async_store",
    "open_fx_rates",
    "open_store",
    "open_table",
    "pace_bar",
    "pace_chart",
    "parse_amount",
    "partner_tree",
    "person_leaves",
    "plan_card",
    "plans_from_targets",
    "portfolio_heat_map",
    "portfolio_table",
    "prepare_review",
    "project",
    "project_entries",
    "project_goal",
    "promise_of",
    "promote",
    "propose",
    "propose_amendment",
    "read_actuals",
    "read_fx_rates",
    "read_template_file",
    "refresh",
    "refresh_plugins",
    "required_rates",
    "reschedule_action",
    "reschedule_commitment",
    "reschedule_review",
    "resolve",
    "reveal",
    "review_page",
    "review_slots",
    "review_standing",
    "roll",
    "roll_forward",
    "roll_up",
    "roll_up_partners",
    "score_goals",
    "scorecard_page",
    "seasonal_phasing",
    "select_period",
    "sign",
    "sign_amendment",
    "sparkline",
    "split_by_label",
    "split_by_time",
    "split_goal",
    "split_plan",
    "start_action",
    "story",
    "template_schema",
    "terms_digest",
    "terms_of",
    "tidy_entries",
    "tidy_results",
    "to_cloud_event",
    "to_data",
    "transfer_plan",
    "try_loads",
    "try_template_file",
    "unblock_action",
    "upgrade",
    "view_schema",
    "vitality",
    "waiting_for",
    "what_if",
    "window_board",
    "windows",
    "windows_timeline",
    "withdraw",
    "withdraw_amendment",
    "withdraw_commitment",
    "write_rejected",
    "write_table",
    "write_workbook",
]


def __getattr__(name: str) -> object:
    """Load a name of the front door when it is first used (PEP 562)."""
    home = _HOMES.get(name)
    if home is None:
        message = f"module 'jbpcore' has no attribute {name!r}"
        raise AttributeError(message)
    if name in _MODULES:
        return import_module(f"{home}.{name}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List what the front door offers."""
    return sorted({*globals(), *__all__})
