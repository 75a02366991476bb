"""What people read, in a language that is complete: the same figures as in English."""

from __future__ import annotations

from datetime import UTC, date, datetime

import attrs
import pytest

import jbpcore as jbp
from jbpcore.engine.attention.codes import NudgeCode, NudgeStep
from jbpcore.engine.attention.nudge import Nudge, NudgeFact
from jbpcore.errors import (
    Finding,
    InvalidDataError,
    JbpError,
    NotAllowedError,
    StaleRevisionError,
    TransitionError,
)

Q2 = jbp.FiscalCalendar.calendar_year().quarter(2026, 2)
YEAR = jbp.FiscalCalendar.calendar_year().year(2026)
USD = "USD"
GOAL = jbp.Goal(
    id="new-revenue",
    name="Neuumsatz",
    metric=jbp.metrics.REVENUE,
    target=jbp.Money("25000", USD),
    period=Q2,
)
BOOKED = [
    jbp.ActualEntry(
        metric="revenue", on=date(2026, 4, 20), amount=jbp.Money("7500", USD)
    )
]
MARIA = jbp.Person(
    id="maria",
    name="Maria Lopez",
    side=jbp.Side.VENDOR,
    role=jbp.PersonRole.PARTNER_MANAGER,
)
WORDS = jbp.Words.for_locale("de_DE")
NOW = datetime(2026, 1, 8, 9, tzinfo=UTC)


def plain(text: str) -> str:
    """Return *text* with plain blanks, which are easier to write in a test."""
    return text.replace("\xa0", " ").replace("\u2009", " ")


def explained(day: date) -> str:
    result = jbp.assess_goal(GOAL, BOOKED, as_of=day)
    return plain(jbp.explain(result, locale="de_DE"))


def drafted() -> jbp.Plan:
    return jbp.draft_plan(
        id="nw-2026",
        name="Northwind 2026",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="nw", name="Northwind"),
        people=[MARIA],
        goals=[GOAL],
        period=YEAR,
        by=MARIA,
        at=NOW,
        why="Erstes Treffen",
    )


def test_the_founding_case() -> None:
    # The figures are those of the definitions: 25,000 × 45 ÷ 91 = 12,362.64, and so on.
    assert explained(date(2026, 5, 15)) == (
        "Weit zurück: 7.500,00 $ von 25.000,00 $ sind erreicht (Stand 15.05.2026; "
        "30 %), fällig waren 12.362,64 $ nach 45 von 91 Tagen: ein Tempoindex von "
        "0,607 (7.500,00 $ ÷ 12.362,64 $; „weit zurück“ heißt unter 0,80). Um die "
        "Lücke von 17.500,00 $ zu schließen, braucht es an 46 verbleibenden Tagen "
        "380,43 $ am Tag (2.663,04 $ pro Woche), das 2,28-Fache der bisherigen "
        "166,67 $ am Tag. Bei diesem Tempo endet es bei 15.166,67 $, 9.833,33 $ zu "
        "wenig."
    )


def test_before_and_after_the_period() -> None:
    assert explained(date(2026, 3, 1)).startswith(
        "Noch nicht begonnen: der Zeitraum beginnt am 01.04.2026."
    )
    assert explained(date(2026, 7, 1)) == (
        "Verfehlt: 7.500,00 $ von 25.000,00 $ waren erreicht am Ende des Zeitraums, "
        "dem 30.06.2026 (30 %), 17.500,00 $ zu wenig."
    )


def test_one_day_is_one_day() -> None:
    assert "an einem verbleibenden Tag " in explained(date(2026, 6, 29))


def test_what_is_not_met_never_shows_as_a_hundred_percent() -> None:
    nearly = attrs.evolve(BOOKED[0], amount=jbp.Money("24900", USD))
    result = jbp.assess_goal(GOAL, [nearly], as_of=date(2026, 7, 1))
    assert "(99 %)" in plain(jbp.explain(result, locale="de_DE"))


def test_a_projection() -> None:
    found = jbp.project_goal(GOAL, BOOKED, as_of=date(2026, 5, 15))
    assert plain(jbp.explain(found, locale="de_DE")).startswith(
        "Mit 7.500,00 $ bis 15.05.2026 endet es bei 15.166,67 $, entlang der "
        "vereinbarten Verteilung, weil keine früheren Buchungen bekannt sind."
    )


def test_a_nudge() -> None:
    nudge = Nudge(
        code=NudgeCode.GOAL_OFF_PACE,
        plan_id="p",
        subject="goals:g",
        name="Neuumsatz",
        sides=jbp.Side,
        step=NudgeStep.BOOK_REVIEW,
        since=date(2026, 5, 5),
        facts=[
            NudgeFact("attained", jbp.Money("7500", USD)),
            NudgeFact("expected_to_date", jbp.Money("12362.64", USD)),
            NudgeFact("gap_to_target", jbp.Money("17500", USD)),
            NudgeFact("days_left", 46),
        ],
    )
    assert plain(jbp.explain_nudge(nudge, locale="de_DE")) == (
        "Neuumsatz ist seit 05.05.2026 weit zurück: 7.500,00 $ sind erreicht, fällig "
        "waren 12.362,64 $, 17.500,00 $ zu wenig, noch 46 Tage; ein Review buchen."
    )
    unknown = attrs.evolve(
        nudge, code=NudgeCode.ACTION_OVERDUE, since=None, step=NudgeStep.FINISH_ACTION
    )
    assert jbp.explain_nudge(unknown, locale="de") == (
        "Neuumsatz ist überfällig, seit wann, hat niemand vermerkt; abschließen oder "
        "einen anderen Tag vereinbaren."
    )


@pytest.mark.parametrize("code", NudgeCode)
@pytest.mark.parametrize("since", [date(2026, 5, 5), None])
def test_every_nudge_is_said(code: NudgeCode, since: date | None) -> None:
    nudge = Nudge(
        code=code,
        plan_id="p",
        subject="",
        name="Zzz",
        sides=[jbp.Side.PARTNER],
        step=NudgeStep.EDIT,
        since=since,
    )
    german, english = (jbp.explain_nudge(nudge, locale=lang) for lang in ("de", "en"))
    assert german.endswith("; auf den neuesten Stand bringen.")
    assert german != english
    assert "{" not in german


def test_an_error_says_the_same() -> None:
    assert jbp.explain_error(StaleRevisionError("nw", 6, 7), locale="de") == (
        "Plan 'nw' ist bei Revision 7, nicht 6. Lesen Sie ihn neu, machen Sie die "
        "Änderung noch einmal, und versuchen Sie es wieder."
    )


def test_a_refusal_is_made_of_its_facts() -> None:
    plan = drafted()
    with pytest.raises(TransitionError) as refused:
        jbp.sign(plan, by=MARIA, at=NOW)
    assert str(refused.value) == (
        "Cannot sign, because the plan is draft. Propose it first; both sides sign "
        "what was proposed."
    )
    assert WORDS.error(refused.value) == (
        "„unterschreiben“ geht nicht: der Plan ist im Zustand „Entwurf“. Schlagen Sie "
        "ihn zuerst vor; beide Seiten unterschreiben, was vorgeschlagen wurde."
    )


def test_who_has_no_right_reads_who_has() -> None:
    error = NotAllowedError(
        "tom", "partner_rep", "sign", roles=("partner_admin", "vendor_admin")
    )
    assert str(error) == (
        "'tom' may not sign as partner_rep. Ask a partner_admin or vendor_admin of the "
        "plan."
    )
    assert WORDS.error(error) == (
        "'tom' darf das nicht: unterschreiben (Rolle: Vertrieb beim Partner). Fragen "
        "Sie im Plan jemanden mit der Rolle Administration beim Partner oder "
        "Administration beim Hersteller."
    )


def test_a_document_with_findings_is_said_line_by_line() -> None:
    found = Finding(code="jbp.x.y", path="goals[0]", message="as it came")
    error = InvalidDataError("plan", (found,) * 25)
    assert str(error).splitlines()[:2] == [
        "plan has 25 problems; nothing was taken from it:",
        "  goals[0]: as it came [jbp.x.y]",
    ]
    lines = WORDS.error(error).splitlines()
    assert lines[0] == "plan hat 25 Probleme; nichts wurde daraus übernommen:"
    assert lines[1] == "  goals[0]: as it came [jbp.x.y]"
    assert lines[-1] == "  … und 5 weitere in `findings`."
    assert len(lines) == 22


def test_an_error_of_somebody_else_keeps_its_own_text() -> None:
    class OtherError(JbpError):
        def __str__(self) -> str:
            return "ours"

    assert WORDS.error(OtherError()) == "ours"
    assert WORDS.error(JbpError("plain")) == "plain"


def test_what_a_check_finds() -> None:
    found = {one.code: one for one in jbp.check(drafted(), as_of=date(2026, 1, 9))}
    assert WORDS.say(found["jbp.check.no_owner"].message) == (
        "Niemand ist für Neuumsatz verantwortlich. Benennen Sie eine Person."
    )
    assert all(WORDS.say(one.message) != one.message for one in found.values())
    told = jbp.explain_error(found["jbp.check.no_owner"], locale="de_DE")
    assert told.startswith("goals[0].owner_id: Niemand ist für")


def test_the_history() -> None:
    assert [WORDS.say(line) for line in jbp.story(drafted())] == [
        "08.01.2026: Maria Lopez (Acme) hat den Plan entworfen: „Erstes Treffen“."
    ]


def test_a_change() -> None:
    before = drafted()
    goal = attrs.evolve(GOAL, target=jbp.Money("30000", USD))
    change, *_ = jbp.diff(before, attrs.evolve(before, goals=[goal]))
    assert change.sentence == (
        'Target of "Neuumsatz" changed from 25,000 USD to 30,000 USD.'
    )
    assert plain(WORDS.say(change.sentence)) == (
        'Zielwert von "Neuumsatz": geändert von 25.000,00 $ auf 30.000,00 $.'
    )


def test_an_agenda() -> None:
    review = jbp.Review(
        id="q2", name="Q2", on=date(2026, 6, 16), wins=["Erster Abschluss"]
    )
    plan = attrs.evolve(drafted(), reviews=[review])
    pack = jbp.prepare_review(plan, [], "q2", as_of=date(2026, 6, 15))
    titles = [WORDS.say(item.title) for item in jbp.agenda(pack)]
    assert "Wo sind die großen Erfolge" in titles
    assert titles[-1] == "Wann wir uns wieder treffen"


def test_what_is_stored_is_plain_text() -> None:
    euros = attrs.evolve(BOOKED[0], amount=jbp.Money("7500", "EUR"))
    result = jbp.assess_goal(GOAL, [euros], as_of=date(2026, 5, 15))
    assert type(result.findings[0].message) is not str
    stored = jbp.to_data(result)["data"]["findings"][0]["message"]
    assert type(stored) is str
    assert stored == result.findings[0].message
