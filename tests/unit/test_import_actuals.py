"""A list of bookings into a ledger: what is new, what is wrong, and once only."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO, StringIO

import pytest

from jbpcore.adapters.delimited.reader import DelimitedTable
from jbpcore.adapters.delimited.rejects import write_rejected
from jbpcore.adapters.memory import MemoryStore
from jbpcore.adapters.tabular.actual_form import ActualColumns, ActualFormat
from jbpcore.adapters.tabular.cells import AmountFormat
from jbpcore.adapters.tabular.crm_exports import CRM_FIELDS, CRM_MAPPINGS, CRM_TARGETS
from jbpcore.adapters.tabular.day_format import DayFormat
from jbpcore.adapters.tabular.import_mapping import ImportMapping
from jbpcore.adapters.tabular.importing import import_actuals
from jbpcore.errors import InvalidDataError
from jbpcore.model.actual import EntryStatus
from jbpcore.ports.actuals import AppendOutcome
from jbpcore.values.money import Money

MAPPING = ImportMapping(
    name="Orders",
    columns=ActualColumns(owner="Reseller", on="Day", amount="Net", ids=("Order",)),
    form=ActualFormat(
        days=DayFormat("%d.%m.%Y"),
        amounts=AmountFormat(decimal_mark=",", group_mark="."),
        currency="EUR",
        source="erp",
        status_words={"angebot": EntryStatus.PIPELINE},
    ),
)
LIST = """Order;Reseller;Day;Net
so-1;northwind;20.4.2026;7.500,00
so-2;northwind;31.4.2026;100,00
so-3;contoso;21.4.2026;"1.000,50"
so-4;contoso
"""


def table(text: str) -> DelimitedTable:
    return DelimitedTable(BytesIO(text.encode()), name="orders.csv")


def test_good_rows_go_in_and_bad_ones_are_told() -> None:
    store, orders = MemoryStore(tenant="acme"), table(LIST)
    done = import_actuals(store, orders, mapping=MAPPING)
    assert [entry.entry_id for entry in store.query()] == ["so-1", "so-3"]
    assert done.entries[0].amount == Money("7500", "EUR")
    assert done.entries[0].on == date(2026, 4, 20)
    assert done.count(AppendOutcome.NEW) == 2
    assert [finding.row for finding in orders.findings] == [3, 5]


def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    store = MemoryStore(tenant="acme")
    foreseen = import_actuals(store, table(LIST), mapping=MAPPING, dry_run=True)
    assert list(store.query()) == []
    done = import_actuals(store, table(LIST), mapping=MAPPING)
    assert foreseen.outcomes == done.outcomes
    assert foreseen.entries == done.entries
    assert (foreseen.is_dry_run, done.is_dry_run) == (True, False)


def test_the_same_list_again_changes_nothing() -> None:
    store = MemoryStore(tenant="acme")
    import_actuals(store, table(LIST), mapping=MAPPING)
    before = list(store.query())
    for dry_run in (True, False):
        again = import_actuals(store, table(LIST), mapping=MAPPING, dry_run=dry_run)
        assert set(again.outcomes) == {AppendOutcome.SAME}
    assert list(store.query()) == before


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_booking_that_changed_is_not_written_and_told(*, dry_run: bool) -> None:
    store = MemoryStore(tenant="acme")
    import_actuals(store, table(LIST), mapping=MAPPING)
    changed = table(LIST.replace("7.500,00", "7.600,00"))
    done = import_actuals(store, changed, mapping=MAPPING, dry_run=dry_run)
    assert [entry.entry_id for entry in done.conflicting] == ["so-1"]
    assert next(store.query()).amount == Money("7500", "EUR")
    assert "so-1" in changed.findings[-1].message
    assert changed.findings[-1].code == "jbp.actuals.known"


def test_rejected_rows_are_put_right_and_read_again() -> None:
    store, orders = MemoryStore(tenant="acme"), table(LIST)
    import_actuals(store, orders, mapping=MAPPING)
    out = StringIO()
    assert write_rejected(out, orders) == 2
    lines = out.getvalue().splitlines()
    assert lines[0] == "Order;Reseller;Day;Net;what is wrong"
    assert lines[1].startswith("so-2;northwind;31.4.2026;100,00;")
    assert "2 cells" in lines[2]
    right = (
        out.getvalue()
        .replace("31.4.", "30.4.")
        .replace("contoso;;;", "contoso;1.5.2026;5;")
    )
    done = import_actuals(store, table(right), mapping=MAPPING)
    assert [entry.entry_id for entry in done.entries] == ["so-2", "so-4"]
    assert len(list(store.query())) == 4


def test_a_rejected_row_that_cannot_be_split_is_kept_whole() -> None:
    orders = table('Order;Reseller\n"a"b;x\nc;"d\ne;f\n')
    assert [row.cells for row in orders] == [["e", "f"]]
    assert [row.cells for row in orders.rejected] == [('"a"b;x',), ('c;"d',)]
    assert [len(row.problems) for row in orders.rejected] == [1, 1]


def test_a_mapping_is_plain_data_and_comes_back() -> None:
    plain = json.loads(json.dumps(MAPPING.to_dict()))
    assert ImportMapping.from_dict(plain) == MAPPING
    assert plain == {
        "name": "Orders",
        "columns": {
            "owner": "Reseller",
            "on": "Day",
            "amount": "Net",
            "ids": ["Order"],
        },
        "form": {
            "days": "%d.%m.%Y",
            "amounts": {"decimal_mark": ",", "group_mark": "."},
            "currency": "EUR",
            "source": "erp",
            "status_words": {"angebot": "pipeline"},
        },
    }


def test_everything_wrong_with_a_mapping_is_told_at_once() -> None:
    with pytest.raises(InvalidDataError) as caught:
        ImportMapping.from_dict(
            {
                "name": "",
                "columns": {"owner": 5, "ids": "Order", "colour": "red"},
                "form": {
                    "days": "%d",
                    "amounts": {"decimal_mark": "!"},
                    "status_words": {"won": "sold"},
                    "naive_is_utc": "yes",
                },
                "extra": 1,
            }
        )
    assert {one.code for one in caught.value.findings} == {"jbp.import.mapping"}
    assert sorted(finding.path for finding in caught.value.findings) == [
        "columns.colour",
        "columns.ids",
        "columns.owner",
        "extra",
        "form.amounts",
        "form.days",
        "form.naive_is_utc",
        "form.status_words",
        "name",
    ]
    with pytest.raises(InvalidDataError, match="object"):
        ImportMapping.from_dict([])  # type: ignore[arg-type]


@pytest.mark.parametrize("name", sorted(CRM_MAPPINGS))
def test_the_mappings_of_customer_systems_are_plain_data_too(name: str) -> None:
    mapping = CRM_MAPPINGS[name]
    plain = json.loads(json.dumps(mapping.to_dict()))
    assert ImportMapping.from_dict(plain) == mapping


def test_salesforce_opportunities_are_bookings_and_pipeline() -> None:
    export = table(
        "Id,PartnerAccountId,CloseDate,Amount,StageName\n"
        "0061,0011,2026-04-20,7500.00,Closed Won\n"
        "0062,0011,2026-06-01,900.00,Negotiation/Review\n"
        "0063,0011,2026-04-21,50.00,Closed Lost\n"
    )
    mapping = CRM_MAPPINGS["salesforce-opportunity"]
    done = import_actuals(MemoryStore(tenant="acme"), export, mapping=mapping)
    assert [entry.status for entry in done.entries] == [
        EntryStatus.BOOKED,
        EntryStatus.PIPELINE,
    ]
    assert [finding.row for finding in export.findings] == [4]


def test_hubspot_deals_keep_their_currency() -> None:
    export = table(
        "hs_object_id,hs_primary_associated_company,closedate,amount,"
        "deal_currency_code,dealstage\n"
        "1,7,2026-04-20,7500.00,EUR,closedwon\n"
    )
    mapping = CRM_MAPPINGS["hubspot-deal"]
    done = import_actuals(MemoryStore(tenant="acme"), export, mapping=mapping)
    assert done.entries[0].amount == Money("7500", "EUR")


def test_tables_of_fields_name_objects_and_where_they_go() -> None:
    objects = {field.object for fields in CRM_FIELDS.values() for field in fields}
    assert {"AccountPlan", "AccountPlanObjective", "goal_targets"} <= objects
    assert all(f.field and f.ours for fields in CRM_FIELDS.values() for f in fields)
    assert CRM_TARGETS["hubspot-goal-target"].target == "hs_target_amount"
