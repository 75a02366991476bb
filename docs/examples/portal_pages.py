"""The pages and forms of the portal; everything that people typed is escaped.

The views of jbpcore are HTML already; every other text goes through ``escape``.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from datetime import date
from html import escape
from typing import Any
from urllib.parse import parse_qs

import attrs

import jbpcore as jbp

STYLE = """
:root{color-scheme:light dark}
body{margin:0;padding:1rem;font:1rem/1.5 system-ui,sans-serif;
background:#e9edf1;color:#17212b}
main{display:grid;gap:1rem;max-width:48rem;margin:auto}
h1{margin:0;font-size:1.5rem}
main>section,main>form{padding:1.25rem;border-radius:.875rem;background:#fff}
label{display:grid;gap:.25rem;max-width:24rem;margin-bottom:.75rem}
fieldset{margin:.75rem 0}
fieldset label{display:block}
input,select,textarea,button{font:inherit;max-width:100%;box-sizing:border-box}
button{padding:.375rem 1rem}
@media(prefers-color-scheme:dark){body{background:#0b0f14;color:#e9eef4}
main>section,main>form{background:#151b23}
a{color:#7ab6ff}}
"""


LONGEST_BODY = 64_000
Form = dict[str, str]


class RefusedError(Exception):
    """The request is answered with a status and a sentence."""

    def __init__(self, status: str, told: str) -> None:
        """Take the status of HTTP, and what to tell."""
        super().__init__(status, told)
        self.status = status
        self.told = told


@attrs.define
class Session:
    """Somebody who signed in, with what they are told on the next page."""

    person_id: str
    csrf: str = attrs.field(factory=lambda: secrets.token_urlsafe(32))
    news: list[str] = attrs.field(factory=list)


def page(title: str, body: str, session: Session | None) -> str:
    """Return a document; *body* is HTML already, everything else is escaped here."""
    news = ""
    if session is not None:
        told, session.news = session.news, []
        news = "".join(f"<p role=status>{escape(line)}</p>" for line in told)
        who = f"Signed in as {escape(session.person_id)}."
        body += f"<section>{who} {button(session, '/sign-out', 'Sign out')}</section>"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="/style.css">'
        "</head>"
        f"<body><main><h1>{escape(title)}</h1>{news}{body}</main></body></html>"
    )


def hidden(**fields: object) -> str:
    """Return fields that a form carries along."""
    return "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(str(value))}">'
        for name, value in fields.items()
    )


def button(session: Session, path: str, words: str, inner: str = "") -> str:
    """Return a form that only this session's own pages can send."""
    token = hidden(csrf=session.csrf)
    return (
        f'<form method="post" action="{path}">{token}{inner}'
        f"<button>{escape(words)}</button></form>"
    )


def move_form(
    session: Session, move: str, words: str, inner: str = "", **fields: object
) -> str:
    """Return a form that makes a move."""
    return button(session, "/move", words, hidden(move=move, **fields) + inner)


def sign_in_page() -> str:
    """Return the page for those who did not sign in."""
    return page(
        "Sign in",
        '<form method="post" action="/">'
        '<label>Who <input name="person" autocomplete="username"></label>'
        '<label>Password <input type="password" name="password" '
        'autocomplete="current-password"></label>'
        "<button>Sign in</button></form>",
        None,
    )


def edit_form(seen: jbp.Plan, session: Session, revision: int) -> str:
    """Return the form for what may be edited now, with the revision it shows."""
    return button(
        session, "/edit", "Save", hidden(revision=revision) + "".join(fields_of(seen))
    )


def fields_of(seen: jbp.Plan) -> Iterator[str]:
    """Yield a field for each thing that the form edits; terms only in a draft."""
    if seen.state is jbp.PlanState.DRAFT:
        for goal in seen.goals:
            if isinstance(goal.target, jbp.Money):
                yield text_field(
                    f"{goal.name}: target, {goal.target.currency}",
                    f"target-{goal.id}",
                    f"{goal.target.amount}",
                )
        yield hidden(**{"promise-id": f"promise-{secrets.token_hex(8)}"})
        yield text_field("A new promise", "promise", "")
        yield select("Made by", "promise-side", [*jbp.Side], jbp.Side.VENDOR)
        last = seen.period.last_day.isoformat()
        yield text_field("Due on", "promise-due", last, kind="date")
    statuses = ("open", "in_progress", "done")
    for action in seen.actions:
        if action.status in statuses:
            yield select(action.name, f"status-{action.id}", statuses, action.status)
    yield f"<label>Notes <textarea name=notes>\n{escape(seen.notes)}</textarea></label>"


def text_field(label: str, name: str, value: str, *, kind: str = "text") -> str:
    """Return an input with its label."""
    return (
        f'<label>{escape(label)} <input type="{kind}" name="{escape(name)}" '
        f'value="{escape(value)}"></label>'
    )


def select(label: str, name: str, values: Iterable[str], chosen: str) -> str:
    """Return a choice with its label."""
    options = "".join(
        f"<option{' selected' if one == chosen else ''}>{escape(one)}</option>"
        for one in values
    )
    return (
        f'<label>{escape(label)} <select name="{escape(name)}">{options}</select>'
        "</label>"
    )


def conflict_page(
    merged: jbp.Merge, session: Session, form: Form, revision: int
) -> str:
    """Ask what to take where both changed one thing; the edit is carried along."""
    kept = {
        name: value
        for name, value in form.items()
        if not name.startswith(("choice-", "csrf", "answered"))
    }
    asked = "".join(
        f"<fieldset><legend>{escape(conflict.sentence)}</legend>"
        f'<label><input type="radio" name="choice-{number}" value="mine" checked>'
        " Leave what is there</label>"
        f'<label><input type="radio" name="choice-{number}" value="theirs">'
        " Take mine</label></fieldset>"
        for number, conflict in enumerate(merged.conflicts)
    )
    found = "".join(f"<p>{escape(str(finding))}</p>" for finding in merged.findings)
    inner = hidden(**kept, answered=revision) + asked
    body = "<p role=alert>Somebody else changed the same. Nothing is saved yet.</p>"
    body += found + button(session, "/edit", "Save my choice", inner)
    return page("Both of you changed it", f"<section>{body}</section>", session)


def read_form(environ: dict[str, Any]) -> Form:
    """Return the fields of a form, each once, and no more than a form can be long."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if not 0 <= length <= LONGEST_BODY:
        raise RefusedError("413 Content Too Large", "That is too long.")
    body = environ["wsgi.input"].read(length).decode()
    fields = parse_qs(body, keep_blank_values=True, max_num_fields=200)
    return {name: values[0] for name, values in fields.items()}


def changed(seen: jbp.Plan, form: Form, today: date) -> jbp.Plan:
    """Return *seen* as the form has it; what the form does not name stays."""
    goals = [
        attrs.evolve(
            goal,
            target=jbp.Money(form[f"target-{goal.id}"], goal.target.currency),
        )
        if f"target-{goal.id}" in form and isinstance(goal.target, jbp.Money)
        else goal
        for goal in seen.goals
    ]
    actions = []
    for action in seen.actions:
        status = jbp.ActionStatus(form.get(f"status-{action.id}", action.status))
        if status is not action.status:
            done_on = today if status is jbp.ActionStatus.DONE else None
            action = attrs.evolve(action, status=status, done_on=done_on)  # noqa: PLW2901
        actions.append(action)
    promises = list(seen.commitments)
    if form.get("promise"):
        promise = jbp.Commitment(
            id=form["promise-id"],
            name=form["promise"],
            side=jbp.Side(form["promise-side"]),
            due_on=date.fromisoformat(form["promise-due"]),
        )
        promises.append(promise)
    notes = form.get("notes", seen.notes).replace("\r\n", "\n")
    return attrs.evolve(
        seen, goals=goals, actions=actions, commitments=promises, notes=notes
    )
