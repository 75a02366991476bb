"""The promises of :class:`~jbpcore.ports.storage.PlanStore`, as tests.

Names of tests are public: a release that adds, removes or renames one says so under
"Contract" in the changelog.
"""

from __future__ import annotations

from jbpcore.testing.argument_contract import ArgumentContract
from jbpcore.testing.deletion_contract import DeletionContract
from jbpcore.testing.plan_list_contract import PlanListContract
from jbpcore.testing.race_contract import RaceContract
from jbpcore.testing.revision_contract import RevisionContract
from jbpcore.testing.time_contract import TimeContract
from jbpcore.testing.unit_of_work_contract import UnitOfWorkContract

__all__ = ["PlanStoreContract"]


class PlanStoreContract(
    RevisionContract,
    ArgumentContract,
    RaceContract,
    TimeContract,
    DeletionContract,
    PlanListContract,
    UnitOfWorkContract,
):
    """Subclass as ``TestMyPlans``, override ``opener``, and run pytest."""
