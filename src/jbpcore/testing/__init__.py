"""What plugin authors run against their own code. Needs pytest.

Install it with ``pip install "jbpcore[testing]"``. Each module holds the promises of
one port as a class to subclass; the names of its tests are promised, like the names of
any other public function.
"""

from __future__ import annotations

import pytest

__all__: list[str] = []

# Without this, a failing promise would say "AssertionError" and nothing more.
pytest.register_assert_rewrite(
    "jbpcore.testing.actuals_contract",
    "jbpcore.testing.argument_contract",
    "jbpcore.testing.async_bridge",
    "jbpcore.testing.async_iterator_contract",
    "jbpcore.testing.async_steps",
    "jbpcore.testing.async_store_contract",
    "jbpcore.testing.cancellation_contract",
    "jbpcore.testing.deletion_contract",
    "jbpcore.testing.event_contract",
    "jbpcore.testing.fx_contract",
    "jbpcore.testing.loop_thread",
    "jbpcore.testing.personal_data_contract",
    "jbpcore.testing.plan_contract",
    "jbpcore.testing.plan_list_contract",
    "jbpcore.testing.race_contract",
    "jbpcore.testing.revision_contract",
    "jbpcore.testing.store_contract",
    "jbpcore.testing.task_contract",
    "jbpcore.testing.template_answers",
    "jbpcore.testing.template_building",
    "jbpcore.testing.template_contract",
    "jbpcore.testing.time_contract",
    "jbpcore.testing.unit_of_work_contract",
)
