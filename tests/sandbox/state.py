"""What the control plane holds: deployments, projects, their revisions and logs, listeners, and how it is set up."""

import asyncio
import copy
import re
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from .github import GitHub
from .rules import RefusalError, in_other_words
from .traffic import Traffic

FAILED = frozenset({"CREATE_FAILED", "BUILD_FAILED", "DEPLOY_FAILED"})
DEFAULT_TENANT = "0d9f2c52-8a3c-4a0e-9d1b-6f0c5e0f7a11"


def timestamp(moment: datetime) -> str:
    """A moment as the API writes it."""
    return moment.isoformat().replace("+00:00", "Z")


class Settings(BaseModel):
    """How the control plane behaves; changed through the admin API."""

    model_config = ConfigDict(extra="forbid")

    transition_seconds: float = Field(0.1, ge=0, description="how long a revision stays in each of its states")
    data_region: Literal["us", "eu", "apac", "aws_us"] = "us"
    hosting: Literal["cloud", "self_hosted"] = Field(
        "self_hosted", description="in the cloud some variables' names are refused that are allowed elsewhere"
    )
    secret_values: Literal["shown", "empty", "absent"] = Field("shown", description="how reads return secret values")
    deployments_enabled: bool = Field(True, description="false: 403, the organisation has no deployments")
    listeners_enabled: bool = Field(True, description="false: 403 where a listener is made")
    deployment_type_words: Literal["sent", "older", "newer"] = Field(
        "sent", description="which word of a pair reads answer with: dev_zero or serverless, prod or dedicated"
    )
    not_ok_answers: int = Field(0, ge=0, description="so often a service answers 503 after each deployment")
    lagging_looks: int = Field(
        0, ge=0, description="so many reads of a deployment or project still show it as before a revision was deployed"
    )
    during_a_revision: Literal["superseded", "refused"] = Field(
        "superseded", description="what changes and deletions come to while a revision is in progress (refused: 409)"
    )
    role_name: str | None = Field("LangGraphCloudBYOCRole", description="the role's only name; null allows any")


class Outcome(BaseModel):
    """What is to become of the next revisions, in place of DEPLOYED."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(".*", description="regular expression for the whole name of the deployment or project")
    times: int = Field(1, ge=1)
    status: Literal[
        "DEPLOYED", "CREATE_FAILED", "BUILD_FAILED", "DEPLOY_FAILED", "SKIPPED", "INTERRUPTED", "UNKNOWN"
    ] = "DEPLOYED"
    hold_at: str | None = Field(None, description="stay in this status (any word) until released")
    logs: list[str] = Field(default_factory=list, description="lines that its log ends with")
    transition_seconds: float | None = Field(None, ge=0)


@dataclass
class LogEntry:
    """A line of a build or deploy log."""

    message: str
    level: str = "INFO"
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    moment: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass
class Revision:
    """One version of a deployment or project: what it was asked to run, and how far it came."""

    image: str | None
    variables: list[dict[str, str]]
    source_revision_config: dict[str, Any]
    resources: dict[str, Any]
    outcome: Outcome
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    status: str = "CREATING"
    status_message: str | None = None
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    updated_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    logs: dict[str, list[LogEntry]] = field(default_factory=lambda: {"build": [], "deploy": []})
    released: asyncio.Event = field(default_factory=asyncio.Event)
    settled: bool = False

    def write_log(self, kind: str, message: str, level: str = "INFO") -> None:
        """Appends a line to the `build` or `deploy` log."""
        self.logs[kind].append(LogEntry(message, level))


@dataclass(frozen=True)
class Shown:
    """What a look at a workload tells of what runs."""

    status: str
    url: str | None
    config: dict[str, Any]
    active: Revision | None
    updated_at: datetime


@dataclass
class Listener:
    """What watches namespaces of a customer's Kubernetes."""

    tenant_id: str
    compute_type: str
    compute_id: str
    namespaces: list[str] | None
    version: str | None
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    updated_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def show(self) -> dict[str, Any]:
        """As the API returns it."""
        return {
            "id": self.id,
            "compute_type": self.compute_type,
            "compute_id": self.compute_id,
            "compute_config": {"k8s_namespaces": self.namespaces},
            "version": self.version,
            "created_at": timestamp(self.created_at),
            "updated_at": timestamp(self.updated_at),
        }


@dataclass
class Workload:
    """A v2 deployment or a v1 project. `config` is its source_config or metadata, by generation."""

    generation: Literal[1, 2]
    name: str
    tenant_id: str
    source: str
    config: dict[str, Any]
    display_name: str | None = None
    secret_references: list[dict[str, str]] = field(default_factory=list)
    platform: dict[str, Any] | None = None
    lc_hosted: bool = True
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    status: str = "AWAITING_DATABASE"
    url: str | None = None
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    updated_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    revisions: list[Revision] = field(default_factory=list)
    active: Revision | None = None
    tiers: dict[str, str] = field(default_factory=dict)
    not_ok_answers: int = 0
    earlier: Shown | None = None
    lagging_looks: int = 0
    cloud_resources: dict[str, str] = field(default_factory=dict)
    cloud_lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def latest(self) -> Revision | None:
        """The newest revision."""
        return self.revisions[-1] if self.revisions else None

    @property
    def deleting(self) -> bool:
        """Whether it was deleted and only waits to go."""
        return self.status in ("AWAITING_DELETE", "AWAITING_FINAL_DELETE")

    def look(self) -> Shown:
        """What a read shows of it: for some time after a deployment still what was before."""
        if self.lagging_looks == 0 or self.earlier is None or self.deleting:
            return self.shown()
        self.lagging_looks -= 1
        return self.earlier

    def shown(self) -> Shown:
        """What there is to show now."""
        return Shown(self.status, self.url, dict(self.config), self.active, self.updated_at)

    def touch(self) -> None:
        """Notes that it changed now."""
        self.updated_at = datetime.now(UTC)

    def find_revision(self, revision_id: str) -> Revision:
        """Its revision of that id, or a 404."""
        for revision in self.revisions:
            if revision.id == revision_id:
                return revision
        raise RefusalError(404, f"Revision {revision_id} not found")


class State:
    """Everything that the control plane knows. Only the event loop's thread touches it."""

    def __init__(self, address: str, settings: Settings, traffic: Traffic) -> None:
        self.address = address
        self.initial_settings = settings
        self.settings = settings.model_copy()
        self.traffic = traffic
        self.workloads: dict[str, Workload] = {}
        self.listeners: dict[str, Listener] = {}
        self.github = GitHub()
        self.outcomes: list[Outcome] = []
        self.tracing_projects: set[str] = set()
        self.deleted: set[str] = set()
        self.tasks: set[asyncio.Task[None]] = set()

    async def reset(self) -> None:
        """Back to what it was at the start."""
        for workload in self.workloads.values():
            # What goes on in an AWS account cannot be cancelled, only awaited.
            await workload.cloud_lock.acquire()
        for task in list(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.workloads.clear()
        self.listeners.clear()
        self.github.clear()
        self.outcomes.clear()
        self.tracing_projects.clear()
        self.deleted.clear()
        self.settings = self.initial_settings.model_copy()
        self.traffic.clear()

    def in_tenant(self, generation: int, tenant_id: str) -> list[Workload]:
        """The tenant's deployments (2) or projects (1), newest first."""
        found = [w for w in self.workloads.values() if w.generation == generation and w.tenant_id == tenant_id]
        return found[::-1]

    def find(self, workload_id: str, tenant_id: str, generation: int | None = None) -> Workload:
        """The workload of that id, or a 404. Without a generation, either."""
        workload = self.workloads.get(workload_id)
        if (
            workload is None
            or workload.tenant_id != tenant_id
            or (generation is not None and workload.generation != generation)
        ):
            noun = "Project" if generation == 1 else "Deployment"
            raise RefusalError(404, f"{noun} {workload_id} not found")
        return workload

    def find_changeable(self, workload_id: str, tenant_id: str, generation: int) -> Workload:
        """The same for a change, which one that is being deleted refuses."""
        workload = self.find(workload_id, tenant_id, generation)
        if workload.deleting:
            raise RefusalError(409, f"'{workload.name}' is being deleted")
        self.check_not_in_progress(workload)
        return workload

    def check_not_in_progress(self, workload: Workload) -> None:
        """Refuses what has to wait for a revision in progress, where the settings say so."""
        if self.settings.during_a_revision == "refused" and any(not r.settled for r in workload.revisions):
            raise RefusalError(409, f"A revision of '{workload.name}' is in progress")

    def named(self, name_or_id: str) -> Workload:
        """The workload of that id or name, for the admin API, or a 404."""
        for workload in self.workloads.values():
            if name_or_id in (workload.id, workload.name):
                return workload
        raise RefusalError(404, f"nothing is named '{name_or_id}'")

    def add(self, workload: Workload) -> None:
        """Takes in a new workload unless its name is taken."""
        for other in self.workloads.values():
            if other.tenant_id == workload.tenant_id and other.name == workload.name:
                noun = "project" if other.generation == 1 else "deployment"
                raise RefusalError(409, f"A {noun} named '{workload.name}' already exists in this workspace")
        self.workloads[workload.id] = workload
        self.tracing_projects.add(workload.name)

    def listeners_of(self, tenant_id: str) -> list[Listener]:
        """The workspace's listeners."""
        return [listener for listener in self.listeners.values() if listener.tenant_id == tenant_id]

    def find_listener(self, listener_id: str, tenant_id: str) -> Listener:
        """The listener of that id, or a 404."""
        listener = self.listeners.get(listener_id)
        if listener is None or listener.tenant_id != tenant_id:
            raise RefusalError(404, f"Listener {listener_id} not found")
        return listener

    def shown_type(self, deployment_type: str) -> str:
        """A deployment's type as reads name it."""
        words = self.settings.deployment_type_words
        return deployment_type if words == "sent" else in_other_words(deployment_type, newer=words == "newer")

    def take_outcome(self, name: str) -> Outcome:
        """What is to become of a revision that is being made."""
        for outcome in self.outcomes:
            if re.fullmatch(outcome.name, name):
                outcome.times -= 1
                if outcome.times == 0:
                    self.outcomes.remove(outcome)
                return outcome
        return Outcome()

    def service_url(self, workload: Workload) -> str:
        """Where the running service answers: this program plays it."""
        return f"{self.address}/services/{workload.name}"

    def shown_variables(self, variables: list[dict[str, str]]) -> list[dict[str, str]]:
        """Variables as reads return them. In v2 all of them are secret, in v1 those that say so."""
        shown = copy.deepcopy(variables)
        for variable in shown:
            if variable.get("type", "secret") != "secret" or self.settings.secret_values == "shown":
                continue
            if self.settings.secret_values == "empty":
                variable["value"] = ""
            else:
                variable.pop("value")
        return shown
