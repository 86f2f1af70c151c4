"""Moves revisions through their states, and workloads that were deleted towards their end."""

import asyncio
import logging
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any

from .byoc import CloudAccount, ProvisioningError
from .github import BuildError
from .state import FAILED, Revision, State, Workload

log = logging.getLogger(__name__)

# How often branches are looked at for pushes, at the most.
_LOOK_SECONDS = 0.1

_LOG_KIND = {"CREATE_FAILED": ("build", "deploy"), "BUILD_FAILED": ("build",), "DEPLOY_FAILED": ("deploy",)}


class Conductor:
    """Starts what goes on by itself after a request was answered."""

    def __init__(self, state: State, account: CloudAccount | None) -> None:
        self._state = state
        self._account = account
        self._follows_pushes = False

    def add_revision(
        self,
        workload: Workload,
        *,
        image: str | None,
        variables: list[dict[str, str]],
        source_revision_config: dict[str, Any],
        resources: dict[str, Any],
    ) -> Revision:
        """Makes a revision and sets it going. Older ones that still move are superseded."""
        revision = Revision(
            image, variables, source_revision_config, resources, self._state.take_outcome(workload.name)
        )
        for older in workload.revisions:
            if not older.settled:
                self._supersede(workload, older)
        workload.revisions.append(revision)
        workload.touch()
        self._start(self._advance(workload, revision))
        if workload.config.get("build_on_push") and not self._follows_pushes:
            self._follows_pushes = True
            self._start(self._follow_pushes())
        return revision

    def repeat(self, workload: Workload, revision: Revision) -> Revision:
        """Makes a revision that is the same as an earlier one."""
        return self.add_revision(
            workload,
            image=revision.image,
            variables=revision.variables,
            source_revision_config=revision.source_revision_config,
            resources=revision.resources,
        )

    async def _follow_pushes(self) -> None:
        """Deploys what is pushed to the branches of those that want it, and ends when none is left."""
        try:
            while followers := [w for w in self._state.workloads.values() if w.config.get("build_on_push")]:
                for workload in followers:
                    await self._deploy_push(workload)
                await asyncio.sleep(max(_LOOK_SECONDS, self._state.settings.transition_seconds))
        finally:
            self._follows_pushes = False

    async def _deploy_push(self, workload: Workload) -> None:
        latest = workload.latest
        if workload.deleting or latest is None or not latest.settled:
            return
        try:
            commit = await self._commit_of(workload, workload.config["repo_branch"])
        except BuildError:
            return
        if commit != latest.source_revision_config.get("repo_commit_sha", commit) and workload.latest is latest:
            config = {**latest.source_revision_config, "repo_ref": workload.config["repo_branch"]}
            self.add_revision(
                workload,
                image=None,
                variables=latest.variables,
                source_revision_config=config,
                resources=latest.resources,
            )

    async def _commit_of(self, workload: Workload, ref: str) -> str:
        config = workload.config
        return await asyncio.to_thread(self._state.github.commit, config["integration_id"], config["repo_url"], ref)

    async def _build(self, workload: Workload, revision: Revision) -> None:
        """Finds the commit that is built, by which the revision names its ref from then on."""
        config, wanted = workload.config, revision.source_revision_config
        try:
            commit = await self._commit_of(workload, wanted["repo_ref"])
            await asyncio.to_thread(
                self._state.github.check_file,
                config["integration_id"],
                config["repo_url"],
                commit,
                wanted["langgraph_config_path"],
            )
        except BuildError as error:
            self._fail(workload, revision, "BUILD_FAILED", [str(error)])
        else:
            revision.source_revision_config = {**wanted, "repo_ref": commit, "repo_commit_sha": commit}

    def delete(self, workload: Workload) -> None:
        """Begins to take a workload away."""
        workload.status = "AWAITING_DELETE"
        workload.touch()
        for revision in workload.revisions:
            revision.released.set()
        self._start(self._take_away(workload))

    def interrupt(self, workload: Workload, revision: Revision) -> None:
        """Stops a revision where it is."""
        if not revision.settled:
            self._set_status(workload, revision, "INTERRUPTED", "Interrupted by request")
            revision.settled = True

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._state.tasks.add(task)
        task.add_done_callback(self._state.tasks.discard)

    def _supersede(self, workload: Workload, revision: Revision) -> None:
        status = "SKIPPED" if workload.generation == 2 else "INTERRUPTED"
        self._set_status(workload, revision, status, "Superseded by a newer revision")
        revision.settled = True

    def _set_status(self, workload: Workload, revision: Revision, status: str, message: str | None = None) -> None:
        revision.status = status
        revision.status_message = message
        revision.updated_at = datetime.now(UTC)
        kind = "build" if "BUILD" in status else "deploy"
        revision.write_log(kind, f"{status}: {message}" if message else status)
        workload.touch()
        log.info("%s: revision %s is %s", workload.name, revision.id, status)

    async def _advance(self, workload: Workload, revision: Revision) -> None:
        for status in _way(workload, revision):
            if status != revision.status:
                self._set_status(workload, revision, status)
                await self._state.traffic.notify()
            await self._stay(revision)
            if workload.deleting or revision.settled:
                return
            if status == "BUILDING" and workload.source == "github" and workload.generation == 2:
                await self._build(workload, revision)
                await self._state.traffic.notify()
            if status == "DEPLOYING":
                await self._provision(workload, revision)
            if workload.deleting or revision.settled:
                return
        self._finish(workload, revision)
        await self._state.traffic.notify()

    async def _stay(self, revision: Revision) -> None:
        seconds = revision.outcome.transition_seconds
        await asyncio.sleep(self._state.settings.transition_seconds if seconds is None else seconds)
        if revision.status == revision.outcome.hold_at:
            await revision.released.wait()

    async def _provision(self, workload: Workload, revision: Revision) -> None:
        problem = _removed_database(workload, revision)
        if problem is not None:
            self._fail(workload, revision, "DEPLOY_FAILED", [problem])
        elif workload.platform is not None and self._account is not None:
            async with workload.cloud_lock:
                await self._provision_in_account(self._account, workload, revision)
        await self._state.traffic.notify()

    async def _provision_in_account(self, account: CloudAccount, workload: Workload, revision: Revision) -> None:
        try:
            lines = await asyncio.to_thread(account.provision, workload, revision, self._state.settings.model_copy())
        except ProvisioningError as error:
            if not revision.settled:
                self._fail(workload, revision, error.status, [*error.lines, str(error)])
        else:
            for line in lines:
                revision.write_log("deploy", line)

    def _finish(self, workload: Workload, revision: Revision) -> None:
        status = revision.outcome.status
        if status in FAILED:
            self._fail(workload, revision, status, revision.outcome.logs or [f"The revision ended as {status}"])
            return
        for line in revision.outcome.logs:
            revision.write_log("deploy", line)
        if status == "SKIPPED":
            self.repeat(workload, revision)
            return
        self._set_status(workload, revision, status)
        revision.settled = True
        if status == "DEPLOYED":
            self._activate(workload, revision)

    def _activate(self, workload: Workload, revision: Revision) -> None:
        workload.earlier = workload.shown()
        workload.lagging_looks = self._state.settings.lagging_looks
        workload.active = revision
        workload.status = "READY"
        workload.not_ok_answers = self._state.settings.not_ok_answers
        workload.url = workload.config.get("custom_url") or self._state.service_url(workload)
        if workload.generation == 2:
            workload.config["custom_url"] = workload.url

    def _fail(self, workload: Workload, revision: Revision, status: str, lines: list[str]) -> None:
        self._set_status(workload, revision, status)
        revision.status_message = lines[-1]
        revision.settled = True
        for kind in _LOG_KIND[status]:
            for line in lines:
                revision.write_log(kind, line, "ERROR")
        if workload.status == "AWAITING_DATABASE":
            workload.status = "UNKNOWN" if status == "CREATE_FAILED" else "READY"

    async def _take_away(self, workload: Workload) -> None:
        seconds = self._state.settings.transition_seconds
        await asyncio.sleep(seconds)
        async with workload.cloud_lock:
            pass
        while workload.platform is not None and self._account is not None and workload.cloud_resources:
            try:
                async with workload.cloud_lock:
                    await asyncio.to_thread(self._account.remove, workload)
            except ProvisioningError as error:
                log.warning("%s: cannot be taken away yet: %s", workload.name, error)
                await asyncio.sleep(max(seconds, 0.5))
        if workload.generation == 2:
            workload.status = "AWAITING_FINAL_DELETE"
            await asyncio.sleep(seconds)
        self._state.workloads.pop(workload.id, None)
        self._state.deleted.add(workload.id)
        await self._state.traffic.notify()


def _way(workload: Workload, revision: Revision) -> list[str]:
    built = workload.source != "external_docker" or revision.outcome.status == "BUILD_FAILED"
    states = ["CREATING"]
    if revision.outcome.status == "CREATE_FAILED":
        return _with_hold(states, revision.outcome.hold_at)
    if workload.generation == 2:
        states.append("QUEUED")
    if built:
        states += ["AWAITING_BUILD", "BUILDING"]
    if revision.outcome.status not in ("BUILD_FAILED", "SKIPPED"):
        states += ["AWAITING_DEPLOY", "DEPLOYING"]
    return _with_hold(states, revision.outcome.hold_at)


def _with_hold(states: list[str], hold_at: str | None) -> list[str]:
    if hold_at is None or hold_at in states:
        return states
    return [*states[:-1], hold_at, states[-1]]


def _removed_database(workload: Workload, revision: Revision) -> str | None:
    if workload.active is None or not _has_own_database(workload.active) or _has_own_database(revision):
        return None
    return "POSTGRES_URI_CUSTOM was set by an earlier revision and must not be removed"


def _has_own_database(revision: Revision) -> bool:
    return any(variable["name"] == "POSTGRES_URI_CUSTOM" for variable in revision.variables)
