from __future__ import annotations

import io

import pytest

from jbpcore.adapters.delimited.reader import DelimitedTable
from jbpcore.adapters.tabular.owners import Owner, OwnerBook, read_owners
from jbpcore.errors import Finding, InvalidDataError, InvalidValueError


def read(content: str, **columns: str) -> tuple[tuple[Owner, ...], tuple[Finding, ...]]:
    table = DelimitedTable(io.BytesIO(content.encode()), name="owners.csv")
    return read_owners(table, **columns), table.findings


def test_a_list_of_owners_joins_ids_keys_and_names() -> None:
    owners, findings = read("employee_key,employee_id,name\n272,5020,Stephen Jiang\n")
    assert owners == (Owner(id="5020", key="272", name="Stephen Jiang"),)
    assert findings == ()


def test_without_a_key_or_a_name_the_id_serves() -> None:
    owners, _ = read("who\nann\n", id_column="who")
    assert owners == (Owner(id="ann", key="ann", name="ann"),)


def test_a_stated_column_that_is_missing_is_refused() -> None:
    with pytest.raises(InvalidDataError) as caught:
        read("who\nann\n", id_column="who", key_column="key", name_column="name")
    assert [f.column for f in caught.value.findings] == ["owner_key", "owner_name"]


def test_of_owners_with_one_id_or_key_the_first_counts() -> None:
    content = "owner_id,owner_key,name\n1,a,Ann\n1,b,Bob\n2,a,Cat\n,c,Dan\n3,c,\n"
    owners, findings = read(content)
    assert [(owner.id, owner.name) for owner in owners] == [("1", "Ann"), ("3", "3")]
    assert [(f.code, f.row) for f in findings] == [
        ("jbp.owners.twice", 3),
        ("jbp.owners.twice", 4),
        ("jbp.owners.name", 5),
    ]


@pytest.mark.parametrize("text", ["", "  ", "x" * 201, "a\tb", "a\x07b"])
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError, match="owner"):
        OwnerBook().party(text)
