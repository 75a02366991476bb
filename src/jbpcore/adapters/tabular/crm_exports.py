"""The exports of customer systems in wide use, as mappings and tables of fields."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

from jbpcore.adapters.tabular.actual_form import ActualColumns, ActualFormat
from jbpcore.adapters.tabular.import_mapping import ImportMapping
from jbpcore.adapters.tabular.targets import TargetColumns
from jbpcore.model.actual import EntryStatus

__all__ = ["CRM_FIELDS", "CRM_MAPPINGS", "CRM_TARGETS", "CrmField"]

CRM_MAPPINGS: Final[Mapping[str, ImportMapping]] = MappingProxyType(
    {
        "salesforce-opportunity": ImportMapping(
            name="Salesforce: opportunities",
            columns=ActualColumns(
                owner="PartnerAccountId",
                on="CloseDate",
                amount="Amount",
                ids=("Id",),
                status="StageName",
                currency="",
            ),
            form=ActualFormat(
                source="salesforce",
                status_words={
                    "closed won": EntryStatus.BOOKED,
                    "prospecting": EntryStatus.PIPELINE,
                    "qualification": EntryStatus.PIPELINE,
                    "needs analysis": EntryStatus.PIPELINE,
                    "value proposition": EntryStatus.PIPELINE,
                    "id. decision makers": EntryStatus.PIPELINE,
                    "perception analysis": EntryStatus.PIPELINE,
                    "proposal/price quote": EntryStatus.PIPELINE,
                    "negotiation/review": EntryStatus.PIPELINE,
                },
            ),
        ),
        "hubspot-deal": ImportMapping(
            name="HubSpot: deals",
            columns=ActualColumns(
                owner="hs_primary_associated_company",
                on="closedate",
                amount="amount",
                ids=("hs_object_id",),
                status="dealstage",
                currency="deal_currency_code",
            ),
            form=ActualFormat(
                currency=None,
                source="hubspot",
                status_words={
                    "closedwon": EntryStatus.BOOKED,
                    "appointmentscheduled": EntryStatus.PIPELINE,
                    "qualifiedtobuy": EntryStatus.PIPELINE,
                    "presentationscheduled": EntryStatus.PIPELINE,
                    "decisionmakerboughtin": EntryStatus.PIPELINE,
                    "contractsent": EntryStatus.PIPELINE,
                },
            ),
        ),
    }
)
"""How deals are read as bookings and open pipeline, by system and object.

A stage of its own, and a lost deal, is an error in its row until somebody says what it
means: make a copy with :func:`attrs.evolve` and add to ``status_words``.
"""

CRM_TARGETS: Final[Mapping[str, TargetColumns]] = MappingProxyType(
    {
        "salesforce-account-plan-objective-measure": TargetColumns(
            owner="AccountPlanObjective.AccountPlan.AccountId",
            start="AccountPlanObjective.StartDate",
            end="AccountPlanObjective.EndDate",
            target="TargetValue",
        ),
        "hubspot-goal-target": TargetColumns(
            owner="hubspot_owner_id",
            start="hs_start_datetime",
            end="hs_end_datetime",
            target="hs_target_amount",
        ),
    }
)
"""Which columns of an export of targets hold what, by system and object."""


@attrs.frozen(kw_only=True)
class CrmField:
    """Where one field of a customer system goes.

    Attributes:
        object: The system's name of the record.
        field: The system's name of the field.
        ours: Where it goes, as a path from a plan or an entry of the ledger.
        note: What to mind.
    """

    object: str
    field: str
    ours: str
    note: str = ""


def _fields(name: str, rows: str) -> tuple[CrmField, ...]:
    split = (
        [cell.strip() for cell in line.split("|")] for line in rows.strip().splitlines()
    )
    return tuple(
        CrmField(object=name, field=field, ours=ours, note=note)
        for field, ours, note in split
    )


CRM_FIELDS: Final[Mapping[str, tuple[CrmField, ...]]] = MappingProxyType(
    {
        "salesforce": (
            *_fields(
                "AccountPlan",
                """
                Id        | plan.id          | shorten or map where an id is too long
                Name      | plan.name        |
                AccountId | plan.partner.id  | the account is the partner
                StartDate | plan.period      | first day
                EndDate   | plan.period      | last day, included
                Status    | plan.state       | made by moves, so replay them: never set
                """,
            ),
            *_fields(
                "AccountPlanObjective",
                """
                Id          | plan.initiatives[].id          | it groups measures
                Name        | plan.initiatives[].name        |
                Description | plan.initiatives[].description |
                StartDate   | plan.goals[].period            | first day of its measures
                EndDate     | plan.goals[].period            | last day, included
                """,
            ),
            *_fields(
                "AccountPlanObjectiveMeasure",
                """
                Id           | plan.goals[].id     |
                Name         | plan.goals[].name   |
                TargetValue  | plan.goals[].target | a text: the metric says the unit
                CurrentValue | entry.amount        | of a level, on the day of export
                """,
            ),
            *_fields(
                "Opportunity",
                """
                Id               | entry.entry_id   |
                PartnerAccountId | entry.partner_id |
                CloseDate        | entry.on         |
                Amount           | entry.amount     |
                StageName        | entry.status     | a lost deal is no entry
                """,
            ),
        ),
        "hubspot": (
            *_fields(
                "goal_targets",
                """
                hs_object_id      | plan.goals[].id     |
                hs_goal_name      | plan.goals[].name   |
                hs_target_amount  | plan.goals[].target |
                hs_start_datetime | plan.goals[].period | first day
                hs_end_datetime   | plan.goals[].period | last day, included
                hubspot_owner_id  | plan.partner.id     | a person: map to a partner
                """,
            ),
            *_fields(
                "deals",
                """
                hs_object_id                  | entry.entry_id   |
                hs_primary_associated_company | entry.partner_id |
                closedate                     | entry.on         | the day in UTC
                amount                        | entry.amount     |
                dealstage                     | entry.status     | lost is no entry
                """,
            ),
        ),
    }
)
"""Fields of the usual objects and where they go, by system."""
