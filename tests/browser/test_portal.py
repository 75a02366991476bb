"""The portal of the docs, as a process of its own, with two people who edit at once."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from tests.browser.browsing import AXE, ROOT
from tests.browser.test_accessible import RUN, TAGS

import jbpcore as jbp

PORTAL = ROOT / "docs" / "examples" / "portal.py"


class Desk:
    """A browser of one person, as apart from others' as another machine's."""

    def __init__(self, browser: Any, address: str) -> None:
        self.context = browser.new_context(base_url=address)
        self.page = self.context.new_page()
        self.page.set_default_timeout(8_000)
        self.refused: list[str] = []
        self.page.on("console", self._said)

    def _said(self, said: Any) -> None:
        if said.type == "error" and "status of 409" not in said.text:
            self.refused.append(said.text)

    def sign_in(self, name: str) -> None:
        self.page.goto("/")
        self.page.get_by_label("Who").fill(name)
        self.page.get_by_label("Password").fill(f"{name}-demo")
        self.press("Sign in")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()
        self.page.wait_for_load_state()

    def told(self) -> str:
        return str(self.page.locator("main").inner_text())

    @property
    def state(self) -> str:
        self.page.goto("/")
        return str(self.page.locator("#state").inner_text())


class Served:
    """The portal as a process, and the file that it keeps the plan in."""

    def __init__(self, process: subprocess.Popen[str], file: Path) -> None:
        assert process.stdout is not None
        self.address = process.stdout.readline().strip()
        self.store = jbp.open_store(f"sqlite:///{file}", tenant="demo")

    def begin_again(self) -> None:
        found = self.store.read("northwind-q2")
        draft = self.store.read("northwind-q2", revision=1).plan
        at = datetime(2026, 5, 15, tzinfo=UTC)
        self.first = self.store.save(
            draft, expected_revision=found.revision, by="test", at=at
        )

    @property
    def plan(self) -> jbp.Plan:
        return self.store.read("northwind-q2").plan

    @property
    def revision(self) -> int:
        return self.store.read("northwind-q2").revision


@pytest.fixture(scope="module")
def portal(
    browser: Any,  # noqa: ARG001 - where there is none, nothing is served
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Served]:
    file = tmp_path_factory.mktemp("portal") / "portal.db"
    command = [sys.executable, PORTAL, "--port", "0", "--database", file]
    process = subprocess.Popen(  # noqa: S603 - our own file, by our own interpreter
        [*map(str, command), "--today", "2026-05-15"], stdout=subprocess.PIPE, text=True
    )
    with process:
        yield Served(process, file)
        process.terminate()


@pytest.fixture
def served(portal: Served) -> Served:
    """Return the portal with the plan as it was drafted."""
    portal.begin_again()
    return portal


@pytest.fixture(scope="module")
def signed_in(browser: Any, portal: Served) -> Iterator[tuple[Desk, Desk]]:
    both = Desk(browser, portal.address), Desk(browser, portal.address)
    for desk, name in zip(both, ("maria", "tom"), strict=True):
        desk.sign_in(name)
    yield both
    for desk in both:
        desk.context.close()


@pytest.fixture
def desks(signed_in: tuple[Desk, Desk], served: Served) -> tuple[Desk, Desk]:  # noqa: ARG001 - first
    for desk in signed_in:
        desk.page.goto("/")
    return signed_in


def test_from_a_draft_to_the_minutes(served: Served, desks: tuple[Desk, Desk]) -> None:
    maria, tom = desks
    # Both have the form open, and change different things.
    maria.page.get_by_label("New revenue: target, USD").fill("30000")
    tom.page.get_by_label("A new promise").fill("Certify <b>two</b> engineers")
    tom.page.get_by_label("Made by").select_option("partner")
    tom.page.get_by_label("Due on").fill("2026-05-10")
    maria.press("Save")
    tom.press("Save")
    assert "Saved." in tom.told()
    assert "25,000 USD to 30,000 USD" in tom.told()
    assert served.plan.goals[0].target == jbp.Money("30000", "USD")
    assert [one.name for one in served.plan.commitments] == [
        "Certify <b>two</b> engineers"
    ]

    maria.page.goto("/")
    maria.press("Propose")
    tom.page.goto("/")
    tom.press("Sign")
    assert (maria.state, tom.state) == ("proposed", "proposed")
    maria.press("Sign")
    assert (maria.state, tom.state) == ("agreed", "agreed")
    assert maria.page.get_by_label("New revenue: target, USD").count() == 0

    # The terms are signed; the work goes on.
    maria.page.get_by_label("Call every customer").select_option("done")
    tom.page.get_by_label("Hold the event").select_option("in_progress")
    tom.press("Save")
    maria.press("Save")
    assert "Changed meanwhile" in maria.told()
    statuses = {one.id: one.status.value for one in served.plan.actions}
    assert statuses == {"calls": "done", "event": "in_progress"}

    maria.page.goto("/review")
    assert "Certify <b>two</b> engineers" in maria.told()
    maria.page.get_by_label("Decisions").fill("Hold the event in June\nLend the kit")
    maria.press("Hold it")
    for desk in (maria, tom):
        desk.page.goto("/review")
        assert "Lend the kit" in desk.told()
        desk.press("Accept the minutes")
    tom.page.goto("/review")
    assert tom.page.locator("#waits").inner_text() == "nobody"
    assert served.plan.reviews[0].decisions == (
        "Hold the event in June",
        "Lend the kit",
    )
    assert maria.refused == tom.refused == []  # nothing that the CSP kept out
    moves = [record.move for record in served.plan.records]
    assert moves[:4] == ["draft", "edit", "edit", "propose"]
    assert moves[4:6] == ["sign", "sign"]


@pytest.mark.parametrize(("choice", "kept"), [("mine", "28000"), ("theirs", "30000")])
def test_who_changes_the_same_is_asked(
    served: Served, desks: tuple[Desk, Desk], choice: str, kept: str
) -> None:
    maria, tom = desks
    maria.page.get_by_label("New revenue: target, USD").fill("30000")
    maria.page.get_by_label("Notes").fill("Kick-off in Oslo")
    tom.page.get_by_label("New revenue: target, USD").fill("28000")
    tom.press("Save")
    maria.press("Save")
    assert "28,000 USD or 30,000 USD (maria)? It was 25,000 USD before." in maria.told()
    assert served.revision == served.first + 1  # nothing of it is saved
    maria.page.locator(f"input[value={choice}]").check()
    maria.press("Save my choice")
    assert served.plan.goals[0].target == jbp.Money(kept, "USD")
    assert served.plan.notes == "Kick-off in Oslo"


def test_what_was_chosen_before_a_third_edit_is_asked_again(
    served: Served, desks: tuple[Desk, Desk]
) -> None:
    maria, tom = desks
    target = "New revenue: target, USD"
    maria.page.get_by_label(target).fill("30000")
    tom.page.get_by_label(target).fill("28000")
    tom.press("Save")
    maria.press("Save")
    tom.page.get_by_label(target).fill("27000")
    tom.press("Save")
    maria.page.locator("input[value=theirs]").check()
    maria.press("Save my choice")
    assert "27,000 USD or 30,000 USD (maria)?" in maria.told()
    assert served.plan.goals[0].target == jbp.Money("27000", "USD")


def test_nobody_signs_another_text_than_they_saw(
    served: Served, desks: tuple[Desk, Desk]
) -> None:
    maria, tom = desks
    tom.page.get_by_label("New revenue: target, USD").fill("28000")
    tom.press("Save")
    maria.press("Propose")
    assert "The text has changed" in maria.told()
    assert served.plan.state is jbp.PlanState.DRAFT


def test_every_page_is_accessible(desks: tuple[Desk, Desk]) -> None:
    maria, _ = desks
    for path in ("/", "/review"):
        maria.page.goto(path)
        # What the page's own policy allows no script, the test may still run.
        maria.page.evaluate(AXE.read_text(encoding="utf-8"))
        assert maria.page.evaluate(RUN, TAGS)["violations"] == []


def ask(address: str, path: str, body: str, **headers: str) -> tuple[int, str, str]:
    """Send a form as any page might, and return the status, the cookie and the page."""
    connection = HTTPConnection(address.removeprefix("http://").rstrip("/"))
    form = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    connection.request("POST", path, body, form)
    answer = connection.getresponse()
    found = answer.status, answer.getheader("Set-Cookie", ""), answer.read().decode()
    connection.close()
    return found


def test_forms_of_others_change_nothing(served: Served) -> None:
    status, cookie, _ = ask(served.address, "/", "person=tom&password=tom-demo")
    assert (status, cookie.partition(";")[2]) == (
        303,
        " HttpOnly; SameSite=Strict; Path=/",
    )
    mine = {"Cookie": cookie.partition(";")[0]}
    for token in ("", "&csrf=", "&csrf=guessed", "&csrf=%C3%A9"):
        assert ask(served.address, "/move", f"move=propose{token}", **mine)[0] == 403
    assert ask(served.address, "/move", "move=propose")[0] == 403
    assert ask(served.address, "/", "person=tom&password=tom")[0] == 403
    assert ask(served.address, "/edit", "x" * 64_001, **mine)[0] == 413
    assert served.revision == served.first


def test_every_answer_forbids_scripts_and_frames(served: Served) -> None:
    connection = HTTPConnection(served.address.removeprefix("http://").rstrip("/"))
    connection.request("GET", "/")
    answer = connection.getresponse()
    policy = answer.getheader("Content-Security-Policy", "")
    assert policy.startswith("default-src 'none'; style-src 'self';")
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"<script|style=|\son\w+=", answer.read().decode())
    connection.close()
