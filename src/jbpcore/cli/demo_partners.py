"""Who takes part in the demo, what they aim at, and how much is in by mid-May.

Every firm and person is made up. What turns this into plans and entries is in
:mod:`jbpcore.cli.demo_programme`.
"""

from __future__ import annotations

from typing import Final

from jbpcore.cli.demo_member import Curve, DemoGoal, Member, Work
from jbpcore.model import metrics
from jbpcore.model.amount import Unit
from jbpcore.model.metric import Accumulation, Metric
from jbpcore.model.party import PartnerKind
from jbpcore.values.ids import MetricKey

__all__ = ["PARTNERS"]

_SEATS: Final = Metric(
    key=MetricKey("managed-seats"),
    name="Managed seats",
    unit=Unit.count("seats"),
    accumulation=Accumulation.LEVEL,
    definition="Paid seats under the partner's management on the day.",
)
_RESELLERS: Final = Metric(
    key=MetricKey("active-resellers"),
    name="Active resellers",
    unit=Unit.count("resellers"),
    accumulation=Accumulation.LEVEL,
    definition="Resellers with an order in the last 90 days.",
)
_REFERENCES: Final = Metric(
    key=MetricKey("references"),
    name="References",
    unit=Unit.count("stories"),
    definition="Customers who agreed in writing to be named.",
)
_INSTALLS: Final = Metric(
    key=MetricKey("installs"),
    name="Installs",
    unit=Unit.count("installs"),
    definition="First installs of the integration, trials included.",
)

_NORTH_AMERICA = "North America"
_BRITAIN = "UK & Ireland"
_DACH = "DACH"

PARTNERS: Final = (
    Member(
        id="alderwick",
        name="Alderwick Systems",
        kind=PartnerKind.RESELLER,
        tier="Gold",
        region=_NORTH_AMERICA,
        contact="Tom Whitlock",
        currency="USD",
        aims=(
            DemoGoal("new-revenue", "Subscriptions", metrics.REVENUE, "25000", "7500"),
            DemoGoal("deals", "New deals", metrics.DEALS_REGISTERED, "15", "6"),
            DemoGoal(
                "certified",
                "Certifications",
                metrics.CERTIFIED_PEOPLE,
                "5",
                "4",
                baseline="2",
            ),
        ),
        work=Work(
            ours="Join the three largest renewal calls",
            theirs="Call every customer whose contract ends by September",
            promise="A sales engineer for two days a week until the end of June",
            return_promise="Two people who sell nothing but subscriptions",
        ),
    ),
    Member(
        id="brackenmere",
        name="Brackenmere Distribution",
        kind=PartnerKind.DISTRIBUTOR,
        tier="Platinum",
        region=_NORTH_AMERICA,
        contact="Renee Castellan",
        currency="USD",
        aims=(
            DemoGoal(
                "sell-through",
                "Sell-through",
                metrics.REVENUE,
                "600000",
                "226150",
                Curve.LATE,
            ),
            DemoGoal(
                "resellers",
                "Resellers",
                _RESELLERS,
                "52",
                "46",
                baseline="40",
            ),
            DemoGoal(
                "funds", "Campaign funds", metrics.MARKETING_SPEND, "60000", "26400"
            ),
        ),
        work=Work(
            ours="Train the inside sales team on the new bundles",
            theirs="Run the reseller roadshow in four cities",
            promise="Market funds paid within 30 days of proof",
            return_promise="A weekly report of sell-through by reseller",
        ),
    ),
    Member(
        id="cobaltmere",
        name="Cobaltmere Managed IT",
        kind=PartnerKind.MSP,
        tier="Platinum",
        region=_NORTH_AMERICA,
        contact="Priya Raman",
        currency="USD",
        aims=(
            DemoGoal("seats", "Managed seats", _SEATS, "2400", "2190", baseline="1800"),
            DemoGoal("recurring", "New recurring", metrics.REVENUE, "180000", "96400"),
            DemoGoal(
                "churn",
                "Customer churn",
                metrics.CHURN_RATE,
                "0.030",
                "0.034",
                baseline="0.040",
            ),
        ),
        work=Work(
            ours="Open the billing interface for monthly seats",
            theirs="Move the last 200 seats off the old product",
            promise="Prices held for existing seats until December",
            return_promise="First-line support in their own name",
        ),
    ),
    Member(
        id="dunvarrow",
        name="Dunvarrow Consulting",
        kind=PartnerKind.INTEGRATOR,
        tier="Gold",
        region=_BRITAIN,
        contact="Ailsa Drummond",
        currency="USD",
        aims=(
            DemoGoal(
                "projects",
                "Projects",
                metrics.REVENUE,
                "320000",
                "93800",
                Curve.LATE,
            ),
            DemoGoal(
                "pipeline", "New pipeline", metrics.PIPELINE_CREATED, "900000", "431000"
            ),
            DemoGoal("courses", "Courses", metrics.TRAININGS, "12", "6"),
        ),
        work=Work(
            ours="Release the design guide for regulated customers",
            theirs="Send the two late statements of work for signature",
            promise="An architect at each of the three public tenders",
            return_promise="A named practice lead",
        ),
    ),
    Member(
        id="eskmoor",
        name="Eskmoor IT",
        kind=PartnerKind.RESELLER,
        tier="Silver",
        region=_BRITAIN,
        contact="Callum Reid",
        currency="USD",
        parent="brackenmere",
        aims=(
            DemoGoal(
                "revenue",
                "Revenue",
                metrics.REVENUE,
                "60000",
                "14200",
                Curve.WORKDAYS,
            ),
            DemoGoal("deals", "Deals won", metrics.DEALS_WON, "10", "3"),
        ),
        work=Work(
            ours="Review the eight open quotes together",
            theirs="Fill the vacant sales position",
            promise="Leads from the spring fair within two days",
            return_promise="An answer to each lead within a week",
        ),
    ),
    Member(
        id="tannholm",
        name="Tannholm Systemhaus",
        kind=PartnerKind.RESELLER,
        tier="Gold",
        region=_DACH,
        contact="Jürgen Maibach",
        currency="EUR",
        aims=(
            DemoGoal(
                "revenue",
                "Revenue",
                metrics.REVENUE,
                "210000",
                "118900",
                Curve.WORKDAYS,
            ),
            DemoGoal("deals", "New deals", metrics.DEALS_REGISTERED, "24", "12"),
            DemoGoal(
                "certified",
                "Certifications",
                metrics.CERTIFIED_PEOPLE,
                "9",
                "8",
                baseline="6",
            ),
        ),
        work=Work(
            ours="Translate the migration guide into German",
            theirs="Publish the customer story from the March project",
            promise="Answers to security questionnaires within five days",
            return_promise="A quarterly forecast by product",
        ),
    ),
    Member(
        id="birkenfurt",
        name="Birkenfurt Informatik",
        kind=PartnerKind.INTEGRATOR,
        tier="Silver",
        region=_DACH,
        contact="Sabine Köhl",
        currency="EUR",
        aims=(
            DemoGoal(
                "projects",
                "Projects",
                metrics.REVENUE,
                "140000",
                "31500",
                Curve.GO_LIVES,
            ),
            DemoGoal(
                "references",
                "References",
                _REFERENCES,
                "3",
                "1",
                Curve.LATE,
            ),
        ),
        work=Work(
            ours="Free the test system for the hospital project",
            theirs="Agree on the go-live date with the hospital",
            promise="A consultant on site in the week of each go-live",
            return_promise="Go-live dates confirmed four weeks ahead",
        ),
    ),
    Member(
        id="merelveld",
        name="Merelveld Cloud",
        kind=PartnerKind.MSP,
        tier="Gold",
        region="Benelux",
        contact="Femke Verduin",
        currency="EUR",
        aims=(
            DemoGoal("recurring", "New recurring", metrics.REVENUE, "96000", "97200"),
            DemoGoal("seats", "Managed seats", _SEATS, "800", "705", baseline="600"),
            DemoGoal(
                "funds", "Campaign funds", metrics.MARKETING_SPEND, "20000", "11600"
            ),
        ),
        work=Work(
            ours="Propose a stretch target for the rest of the quarter",
            theirs="Plan the June campaign within what is left of the funds",
            promise="Early access to the backup add-on",
            return_promise="Campaign reports by lead source",
        ),
    ),
    Member(
        id="norrevarde",
        name="Norrevarde Advisory",
        kind=PartnerKind.REFERRAL,
        tier="Registered",
        region="Nordics",
        contact="Ingrid Solbakk",
        currency="EUR",
        aims=(
            DemoGoal("leads", "Leads", metrics.LEADS, "30", "17"),
            DemoGoal("referred", "Referrals", metrics.REVENUE, "40000", "19400"),
        ),
        work=Work(
            ours="Report back on every lead within a week",
            theirs="Introduce two customers from the energy sector",
            promise="Referral fees paid monthly",
            return_promise="Leads with budget, need and date",
        ),
    ),
    Member(
        id="valdoriz",
        name="Valdoriz Soluciones",
        kind=PartnerKind.RESELLER,
        tier="Silver",
        region="Iberia",
        contact="Lucía Ferrán",
        currency="EUR",
        aims=(
            DemoGoal(
                "revenue", "Revenue", metrics.REVENUE, "85000", "22900", Curve.RISING
            ),
            DemoGoal("courses", "Courses", metrics.TRAININGS, "8", "4"),
            DemoGoal("deals", "New deals", metrics.DEALS_REGISTERED, "12", "5"),
        ),
        work=Work(
            ours="Co-sell the two municipal tenders",
            theirs="Bring the finance director of each tender to a demo",
            promise="Price approval within one working day",
            return_promise="A second certified engineer",
        ),
    ),
    Member(
        id="hespermoor",
        name="Hespermoor Security",
        kind=PartnerKind.MSP,
        tier="Silver",
        region=_NORTH_AMERICA,
        contact="Dana Oyelaran",
        currency="USD",
        aims=(
            DemoGoal("revenue", "Revenue", metrics.REVENUE, "45000", None),
            DemoGoal("deals", "New deals", metrics.DEALS_REGISTERED, "8", None),
        ),
        work=Work(
            ours="Connect their billing system to the programme",
            theirs="Send the bookings since 1 April as a spreadsheet",
            promise="Onboarding done by the end of May",
            return_promise="Bookings every Monday",
        ),
    ),
    Member(
        id="ostrellan",
        name="Ostrellan Apps",
        kind=PartnerKind.ISV,
        tier="Registered",
        region=_NORTH_AMERICA,
        contact="Wei Lindgren",
        currency="USD",
        aims=(
            DemoGoal("installs", "Installs", _INSTALLS, "400", "236"),
            DemoGoal("co-sell", "Co-sell", metrics.REVENUE, None, "12300"),
        ),
        work=Work(
            ours="List the integration on the marketplace front page",
            theirs="Propose a co-sell target for the rest of the year",
            promise="A joint page on the website",
            return_promise="Usage figures every month",
        ),
    ),
)
"""The partners, in order of their ids."""
