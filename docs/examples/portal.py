"""A portal for one plan: sign in as either side, edit, sign and review it together.

Run it with ``python portal.py`` and open the address that it prints. It needs jbpcore
and nothing else, keeps its plan in a SQLite file, and shows how a product embeds the
library. It is no product: docs/how-to/embed-a-portal.md lists what it leaves out.
"""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from html import escape
from http.cookies import SimpleCookie
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from portal_pages import (
    STYLE,
    Form,
    RefusedError,
    Session,
    changed,
    conflict_page,
    edit_form,
    move_form,
    page,
    read_form,
    sign_in_page,
)

import jbpcore as jbp
from jbpcore.errors import JbpError, PlanNotFoundError, StaleRevisionError

PLAN_ID = "northwind-q2"
# Two demonstration accounts, in plain text, and on purpose no way to make others.
PASSWORDS = {"maria": "maria-demo", "tom": "tom-demo"}
ATTEMPTS = 5
CSP = (
    "default-src 'none'; style-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = [
    ("Cache-Control", "no-store"),
    (
        "Content-Security-Policy",
        CSP,
    ),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
]

Answer = tuple[str, list[tuple[str, str]], str]


def demo_plan(at: datetime) -> jbp.Plan:
    """Return a draft that both sides can work on."""
    quarter = jbp.FiscalCalendar.calendar_year().quarter(2026, 2)
    maria = jbp.Person(id="maria", name="Maria Lopez", side=jbp.Side.VENDOR)
    tom = jbp.Person(
        id="tom",
        name="Tom Berg",
        side=jbp.Side.PARTNER,
        role=jbp.PersonRole.PARTNER_ADMIN,
    )
    goal = jbp.Goal(
        id="new-revenue",
        name="New revenue",
        metric=jbp.metrics.REVENUE,
        target=jbp.Money("25000", "USD"),
        period=quarter,
    )
    work = [("calls", "Call every customer", maria), ("event", "Hold the event", tom)]
    actions = [
        jbp.Action(
            id=key,
            name=name,
            side=owner.side,
            owner_id=owner.id,
            due_on=date(2026, 6, 5),
        )
        for key, name, owner in work
    ]
    return jbp.draft_plan(
        id=PLAN_ID,
        name="Northwind Q2",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="northwind", name="Northwind"),
        period=quarter,
        people=[maria, tom],
        goals=[goal],
        actions=actions,
        reviews=[jbp.Review(id="june", name="June review", on=date(2026, 6, 9))],
        by=maria,
        at=at,
    )


class Portal:
    """The WSGI application.

    Args:
        store: Where the plan is kept.
        clock: Tells the time, in UTC.
    """

    def __init__(self, store: Any, clock: Callable[[], datetime]) -> None:  # noqa: ANN401 - any store
        """Draft the plan of the demonstration where the store has none."""
        self.store = store
        self.clock = clock
        self.sessions: dict[str, Session] = {}
        try:
            store.read(PLAN_ID)
        except PlanNotFoundError:
            plan = demo_plan(clock())
            records = plan.records
            store.save(
                plan, expected_revision=0, by="maria", at=clock(), records=records
            )

    def __call__(
        self, environ: dict[str, Any], start: Callable[..., Any]
    ) -> list[bytes]:
        """Answer one request."""
        try:
            status, headers, body = self.answer(environ)
        except RefusedError as refused:
            told = f"<p>{escape(refused.told)}</p>"
            status, headers, body = refused.status, [], page("No", told, None)
        except (JbpError, ValueError, KeyError) as error:
            told = (
                str(error) if isinstance(error, JbpError) else "That is no such form."
            )
            status, headers = "409 Conflict", []
            body = page("Not saved", f"<p role=alert>{escape(told)}</p>", None)
        if not any(name == "Content-Type" for name, _ in headers):
            headers.append(("Content-Type", "text/html; charset=utf-8"))
        start(status, [*HEADERS, *headers])
        return [body.encode()]

    def answer(self, environ: dict[str, Any]) -> Answer:
        """Find who asks and for what."""
        path, is_post = environ["PATH_INFO"], environ["REQUEST_METHOD"] == "POST"
        if path == "/style.css":
            return "200 OK", [("Content-Type", "text/css")], STYLE + jbp.STYLESHEET
        cookie = SimpleCookie(environ.get("HTTP_COOKIE", "")).get("session")
        key = cookie.value if cookie else ""
        session = self.sessions.get(key)
        form = read_form(environ) if is_post else {}
        if session is None:
            if is_post:
                return self.sign_in(form)
            return "200 OK", [], sign_in_page()
        if is_post:
            return self.take(path, form, session, key)
        shown = {"/": self.plan_page, "/review": self.review_page}
        if path not in shown:
            raise RefusedError("404 Not Found", "There is no such page.")
        return "200 OK", [], shown[path](session)

    def take(self, path: str, form: Form, session: Session, key: str) -> Answer:
        """Do what a form asks for, if it is from this session's own pages."""
        given = form.get("csrf", "").encode()
        if not secrets.compare_digest(given, session.csrf.encode()):
            raise RefusedError("403 Forbidden", "This form is not from your own page.")
        if path == "/sign-out":
            del self.sessions[key]
            return redirect()
        if path == "/edit":
            return self.edit(session, form)
        if path == "/move":
            return self.move(session, form)
        raise RefusedError("404 Not Found", "There is no such page.")

    def sign_in(self, form: Form) -> Answer:
        """Start a session under a new name, so that none can be planted beforehand."""
        person, given = form.get("person", ""), form.get("password", "")
        known = PASSWORDS.get(person, secrets.token_hex())
        if not secrets.compare_digest(known.encode(), given.encode()):
            raise RefusedError("403 Forbidden", "That is not the password.")
        key = secrets.token_urlsafe(32)
        self.sessions[key] = Session(person)
        # Behind TLS, add Secure; this server speaks plain HTTP on one machine.
        cookie = f"session={key}; HttpOnly; SameSite=Strict; Path=/"
        return redirect(("Set-Cookie", cookie))

    # Changing the plan

    def edit(self, session: Session, form: Form) -> Answer:
        """Save an edit of the revision that the form was made of, or ask.

        Where somebody saved meanwhile, both edits are merged by what this person may
        see. Where both changed one thing, nothing is saved until they choose.
        """
        based_on = self.store.read(PLAN_ID, revision=int(form["revision"])).plan
        viewer = jbp.Viewer.of(person_of(based_on, session))
        before = jbp.project(based_on, viewer)
        after = changed(before, form, self.clock().date())
        for _ in range(ATTEMPTS):
            found = self.store.read(PLAN_ID)
            now = jbp.project(found.plan, viewer)
            back = jbp.merge_back(found.plan, before, after, viewer)
            if back.plan is None and form.get("answered") == str(found.revision):
                choices = {
                    one.path: jbp.Choice(form[f"choice-{number}"])
                    for number, one in enumerate(back.merge.conflicts)
                }
                agreed = jbp.resolve(back.merge, choices).plan
                if agreed is not None:
                    back = jbp.merge_back(found.plan, now, agreed, viewer)
            if back.plan is None:
                body = conflict_page(back.merge, session, form, found.revision)
                return "409 Conflict", [], body
            person = person_of(found.plan, session)
            plan = jbp.edit(found.plan, back.plan, by=person, at=self.clock())
            if self.saved(found, plan, session):
                session.news.append("Saved.")
                session.news += [
                    f"Changed meanwhile: {change.sentence}"
                    for change in jbp.diff(before, now)
                    if not change.path.startswith("records")
                ]
                return redirect()
        raise RefusedError(
            "503 Service Unavailable", "Too many save at once; try again."
        )

    def move(self, session: Session, form: Form) -> Answer:
        """Make a move of the plan's life, on the whole plan."""
        for _ in range(ATTEMPTS):
            found = self.store.read(PLAN_ID)
            plan = self.moved(found.plan, session, form)
            if self.saved(found, plan, session):
                session.news.append("Done.")
                return redirect()
        raise RefusedError(
            "503 Service Unavailable", "Too many save at once; try again."
        )

    def moved(self, plan: jbp.Plan, session: Session, form: Form) -> jbp.Plan:
        """Return the plan after one move."""
        at, digest = self.clock(), form.get("digest") or None
        by = person_of(plan, session)
        name = form["move"]
        if name == "propose":
            if digest != jbp.terms_digest(plan):
                raise RefusedError(
                    "409 Conflict", "The text has changed; read it again."
                )
            return jbp.propose(plan, by=by, at=at)
        if name == "sign":
            return jbp.sign(plan, terms_digest=digest, by=by, at=at)
        if name == "accept":
            return jbp.accept_minutes(
                plan, form["review"], minutes_digest=digest, by=by, at=at
            )
        if name == "hold":
            return jbp.hold_review(
                plan,
                form["review"],
                entries=self.booked(plan),
                as_of=at.date(),
                held_on=at.date(),
                present=[person.id for person in plan.people],
                decisions=[line for line in form["decisions"].splitlines() if line],
                by=by,
                at=at,
            )
        raise RefusedError("400 Bad Request", "There is no such move.")

    def saved(self, found: Any, plan: jbp.Plan, session: Session) -> bool:  # noqa: ANN401 - what was read
        """Save *plan* on the revision it was made of; say whether nobody was faster."""
        if plan == found.plan:
            return True
        try:
            self.store.save(
                plan,
                expected_revision=found.revision,
                by=session.person_id,
                at=self.clock(),
                records=plan.records[len(found.plan.records) :],
            )
        except StaleRevisionError:
            return False
        return True

    def booked(self, plan: jbp.Plan) -> tuple[jbp.ActualEntry, ...]:
        """Return what was booked for the partner of the plan."""
        return tuple(self.store.query(partner_id=plan.partner.id))

    # Showing it

    def plan_page(self, session: Session) -> str:
        """Show the card and the forms, made of what this person may see."""
        found = self.store.read(PLAN_ID)
        person = person_of(found.plan, session)
        viewer, today = jbp.Viewer.of(person), self.clock().date()
        card = jbp.plan_card(
            found.plan, self.booked(found.plan), as_of=today, audience=viewer
        )
        seen = jbp.project(found.plan, viewer)
        body = card.to_html(has_style=False) + edit_form(seen, session, found.revision)
        state = f"<p>The plan is <strong id=state>{seen.state.value}</strong>.</p>"
        moves = {"draft": "propose", "proposed": "sign"}.get(seen.state.value)
        if moves:
            digest = jbp.terms_digest(found.plan)
            state += move_form(session, moves, moves.title(), digest=digest)
        state += '<p><a href="/review">The review</a></p>'
        return page(seen.name, f"{body}<section>{state}</section>", session)

    def review_page(self, session: Session) -> str:
        """Show the review that is next, or the minutes of the last one."""
        plan = self.store.read(PLAN_ID).plan
        seen = jbp.project(plan, jbp.Viewer.of(person_of(plan, session)))
        review = seen.reviews[0]
        if review.is_open:
            entries = jbp.project_entries(self.booked(plan), seen)
            today = self.clock().date()
            pack = jbp.prepare_review(seen, entries, review, as_of=today)
            body = jbp.review_page(pack).to_html(has_style=False)
            lines = "<label>Decisions <textarea name=decisions></textarea></label>"
            form = move_form(session, "hold", "Hold it", lines, review=review.id)
            return page(review.name, f"{body}<section>{form}</section>", session)
        standing = jbp.minutes_standing(plan, review.id)
        said = "".join(f"<li>{escape(line)}</li>" for line in review.decisions)
        waits = ", ".join(standing.waits_for) or "nobody"
        body = (
            f"<ul>{said}</ul><p>They wait for: <strong id=waits>{waits}</strong>.</p>"
        )
        digest = {"review": review.id, "digest": standing.minutes_digest}
        body += move_form(session, "accept", "Accept the minutes", **digest)
        return page(f"Minutes: {review.name}", f"<section>{body}</section>", session)


def person_of(plan: jbp.Plan, session: Session) -> jbp.Person:
    """Return who signed in, as the plan knows them now: their role may have changed."""
    for person in plan.people:
        if person.id == session.person_id:
            return person
    raise RefusedError("403 Forbidden", "You do not take part in this plan.")


def redirect(*headers: tuple[str, str]) -> Answer:
    """Lead to the plan, so that loading a page again sends no form again."""
    return "303 See Other", [("Location", "/"), *headers], ""


class Server(ThreadingMixIn, WSGIServer):
    """One thread for each request."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Writes no log."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main(arguments: list[str]) -> None:
    """Serve the portal on this machine alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--database", default="portal.db")
    parser.add_argument("--today", type=date.fromisoformat, help="as in 2026-05-15")
    given = parser.parse_args(arguments)

    def clock() -> datetime:
        now = datetime.now(UTC)
        day = given.today or now.date()
        return datetime.combine(day, now.timetz())

    store = jbp.open_store(f"sqlite:///{given.database}", tenant="demo")
    portal = Portal(store, clock)
    server = make_server("127.0.0.1", given.port, portal, Server, Quiet)
    with server:
        print(f"http://127.0.0.1:{server.server_port}/", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1:])
