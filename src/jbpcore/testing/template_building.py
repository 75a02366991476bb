"""What templates promise about the plans they make, as tests."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy

from jbpcore.model.agreement import PlanState
from jbpcore.model.plan import Plan
from jbpcore.ports.templates import PlanTemplate
from jbpcore.testing.template_samples import sample_answers, sample_setting

__all__ = ["TemplateBuilding"]


class TemplateBuilding:
    """The promises T4, T5 and T9."""

    def test_t4_the_same_answers_give_the_same_plan(
        self, templates: tuple[PlanTemplate, ...]
    ) -> None:
        """T4: again, and in another order; what is handed in is not changed."""
        for template in templates:
            answers, setting = sample_answers(template), sample_setting(template)
            before = deepcopy(answers)
            first = template.build(answers, setting)
            assert answers == before
            turned = dict(reversed(list(answers.items())))
            assert template.build(turned, setting) == first
            assert template.build(answers, setting) == first

    def test_t4_from_several_threads_at_once(
        self, templates: tuple[PlanTemplate, ...]
    ) -> None:
        """T4: one thread's plan has no part in another's."""
        for template in templates:
            answers, setting = sample_answers(template), sample_setting(template)
            alone = template.build(answers, setting)
            with ThreadPoolExecutor(4) as pool:
                made = pool.map(
                    lambda given, build=template.build, to=setting: build(given, to),
                    [answers] * 8,
                )
                assert all(draft == alone for draft in made)

    def test_t5_the_plan_is_a_draft_in_its_setting(
        self, templates: tuple[PlanTemplate, ...]
    ) -> None:
        """T5: between the firms, for the days, and pinned to the template."""
        for template in templates:
            setting = sample_setting(template)
            plan = template.build(sample_answers(template), setting).plan
            assert plan.state is PlanState.DRAFT
            assert (plan.vendor, plan.partner) == (setting.vendor, setting.partner)
            assert (plan.id, plan.period) == (setting.id, setting.period)
            assert plan.people == setting.people
            assert plan.template == template.ref
            assert not any((plan.signoffs, plan.records, plan.proposals))

    def test_t9_completeness_says_what_is_missing(
        self, templates: tuple[PlanTemplate, ...]
    ) -> None:
        """T9: a share from 0 to 1, which is 1 exactly if nothing is missing."""
        for template in templates:
            setting = sample_setting(template)
            empty = Plan(
                id=setting.id,
                name="Empty",
                vendor=setting.vendor,
                partner=setting.partner,
                period=setting.period,
            )
            full = template.build(sample_answers(template), setting).plan
            scores = []
            for plan in (empty, full):
                found = template.completeness(plan)
                assert 0 <= found.score_ratio <= 1
                assert (found.score_ratio == 1) is not bool(found.missing)
                assert all(one.message.strip() for one in found.missing)
                scores.append(found.score_ratio)
            assert scores[0] <= scores[1]
