"""The events of a run started by `tecs run`: told to whoever listens, kept by nobody.

What a run found is in its release's manifest. Dagster would write every event to SQLite, in memory
too, and look them up again at each step: a third of what it adds to the work. A run started from
Dagster's UI keeps its events. These are inner classes of Dagster: its version is pinned exactly.
"""

from collections.abc import Sequence

from dagster import AssetKey, DagsterInstance, EventLogEntry
from dagster._core.instance.types import InstanceType
from dagster._core.launcher.sync_in_memory_run_launcher import SyncInMemoryRunLauncher
from dagster._core.run_coordinator import DefaultRunCoordinator
from dagster._core.storage.event_log import InMemoryEventLogStorage
from dagster._core.storage.event_log.base import AssetRecord
from dagster._core.storage.noop_compute_log_manager import NoOpComputeLogManager
from dagster._core.storage.root import TemporaryLocalArtifactStorage
from dagster._core.storage.runs import InMemoryRunStorage


class PassingEvents(InMemoryEventLogStorage):
    """An event log that holds nothing: an asset was never built before this run."""

    def store_event(self, event: EventLogEntry) -> None:
        """Let it pass; the instance's own listeners have heard it."""

    @property
    def asset_records_have_last_observation(self) -> bool:
        """True: the (empty) records say all there is."""
        return True

    def get_asset_records(
        self,
        asset_keys: Sequence[AssetKey] | None = None,  # noqa: ARG002 # Dagster names it
    ) -> Sequence[AssetRecord]:
        """None."""
        return []


def make_instance() -> DagsterInstance:
    """Return an instance for one run in this process: Dagster's ephemeral one, events apart."""
    return DagsterInstance(
        instance_type=InstanceType.EPHEMERAL,
        local_artifact_storage=TemporaryLocalArtifactStorage(),  # type: ignore[no-untyped-call] # Dagster's
        run_storage=InMemoryRunStorage(),
        event_storage=PassingEvents(),
        compute_log_manager=NoOpComputeLogManager(),
        run_coordinator=DefaultRunCoordinator(),
        run_launcher=SyncInMemoryRunLauncher(),
    )
