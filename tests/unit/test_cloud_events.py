"""An event in the words of CloudEvents 1.0, held against its specification."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

import attrs
import pytest

import jbpcore as jbp
from jbpcore.adapters.memory import MemoryStore
from jbpcore.ports.plan_events import PlanEvent, event_id
from jbpcore.testing.sample_records import full_plan

AT = datetime(2026, 1, 7, 9, 30, 0, 123456, tzinfo=UTC)


def told(tenant: str = "acme") -> PlanEvent:
    plan = full_plan("northwind-2026")
    with MemoryStore(tenant=tenant) as store:
        records = plan.records[:1]
        store.save(plan, expected_revision=0, by="maria", at=AT, records=records)
        (event,) = store.iter_events()
        return event


def test_it_has_what_the_specification_requires() -> None:
    message = jbp.to_cloud_event(told())
    assert message["specversion"] == "1.0"
    for name in ("id", "source", "type", "subject", "time", "sequence"):
        assert isinstance(message[name], str)
        assert message[name]
    # Names of attributes are lower-case letters and digits.
    assert all(re.fullmatch("[a-z0-9]{1,20}", name) for name in message)
    # RFC 3339.
    assert message["time"] == "2026-01-07T09:30:00.123456Z"
    assert message["id"] == event_id("acme", "northwind-2026", 1)


@pytest.mark.parametrize("tenant", ["acme", "a b/c?d#e%", "Müller & Söhne", "a:b"])
def test_its_source_is_an_address_that_tells_tenants_apart(tenant: str) -> None:
    source = jbp.to_cloud_event(told(tenant))["source"]
    parts = urlsplit(source)
    assert (parts.scheme, parts.query, parts.fragment) == ("urn", "", "")
    assert source.isascii()
    assert unquote(source.removeprefix("urn:jbpcore:")) == tenant


def test_its_data_is_plain_and_says_each_thing_once() -> None:
    message = jbp.to_cloud_event(told())
    assert json.loads(json.dumps(message)) == message
    data = message["data"]
    assert {"kind", "revision", "saved_by", "partner_id", "state"} <= data.keys()
    assert [record["id"] for record in data["records"]] == [full_plan().records[0].id]
    assert not {"tenant", "position", "plan_id"} & data.keys()


def test_sequences_sort_as_text() -> None:
    events = [attrs.evolve(told(), position=number) for number in (9, 10, 2**53)]
    sequences = [jbp.to_cloud_event(event)["sequence"] for event in events]
    assert sequences == sorted(sequences)
