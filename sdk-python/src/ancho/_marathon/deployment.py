"""A change of the group, carried out: sent, followed, explained and taken back if it fails."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ancho._errors import AnchoError, DeploymentFailed
from ancho._marathon.api import Locked, Marathon
from ancho._marathon.diagnosis import diagnosis
from ancho._marathon.events import EventStream
from ancho._marathon.following import Audience, Ending, Following, Limits
from ancho._marathon.observation import Snapshot
from ancho._marathon.rollback import end_outdated_tasks, roll_back
from ancho._marathon.specs import name_of

_ATTACH_SECONDS = 5.0


class Reader(Audience, Protocol):
    """Who is told of a failure's reasons as well."""

    def explain(self, heading: str, lines: list[str]) -> None:
        """What is wrong, and the details."""


@dataclass(frozen=True)
class Deployment:
    """How a change is carried out.

    Parameters
    ----------
    rolls_back
        whether a change that fails is taken back
    rolls_back_on_interrupt
        whether one that is interrupted is taken back
    """

    marathon: Marathon
    group_id: str
    reader: Reader
    limits: Limits
    rolls_back: bool = True
    rolls_back_on_interrupt: bool = True

    def check_unlocked(self) -> None:
        """Refuse to begin while another deployment changes the group: an unchanged group would be no conflict.

        Raises
        ------
        Locked
            with the deployments
        """
        under_way = self.marathon.deployments()
        inside = [
            str(known["id"])
            for known in under_way
            if any(app.startswith(self.group_id + "/") for app in known.get("affectedApps") or [])
        ]
        if inside:
            raise Locked(f"another deployment holds the apps: {', '.join(inside)}{self._locks(inside)}", inside)

    def carry_out(
        self,
        send: Callable[[], str | None],
        is_wanted: Callable[[Snapshot], bool] = lambda snapshot: snapshot.is_complete,
    ) -> None:
        """Send a change and wait until Marathon has made it.

        Raises
        ------
        DeploymentFailed
            if it was given up, or somebody cancelled it
        InvalidRequest
            if Marathon does not take it
        KeyboardInterrupt
            after the roll-back, if it was interrupted
        """
        with EventStream(self.marathon) as stream:
            self._await_stream(stream)
            deployment = self._sent(send)
            if deployment is None:
                return
            self.reader.note(f"deployment {deployment}")
            following = Following(
                self.marathon,
                self.group_id,
                deployment,
                stream,
                self.reader,
                self.limits,
                is_wanted=is_wanted,
                help=self._end_outdated_tasks,
            )
            try:
                ending = following.follow()
            except KeyboardInterrupt:
                self._interrupted(deployment, stream)
                raise
            if ending != Ending.DONE:
                self._failed(following, ending, deployment, stream)

    def _await_stream(self, stream: EventStream) -> None:
        """Be attached before anything is sent: an unchanged group is done at once."""
        event = stream.next(_ATTACH_SECONDS)
        if event is None or event.name != "attached":
            self.reader.note("there is no event stream; asking again and again instead")

    def _end_outdated_tasks(self, snapshot: Snapshot) -> bool:
        end_outdated_tasks(self.marathon, snapshot, self.reader)
        return False

    def _sent(self, send: Callable[[], str | None]) -> str | None:
        try:
            return send()
        except KeyboardInterrupt:
            self.reader.note("interrupted while it was sent: Marathon may have begun; GET /v2/deployments tells")
            raise
        except Locked as error:
            raise Locked(f"{error}{self._locks(error.deployments)}", error.deployments) from None

    def _locks(self, deployments: list[str]) -> str:
        found = [known for known in self.marathon.deployments() if known["id"] in deployments]
        return "".join(
            f"\n  {known['id']}: step {known.get('currentStep')} of {known.get('totalSteps')}, changes "
            + ", ".join(name_of(app) for app in known.get("affectedApps") or [])
            for known in found
        )

    def _failed(self, following: Following, ending: Ending, deployment: str, stream: EventStream) -> None:
        heading = f"{ending.value}: {following.why}"
        snapshot = following.last
        self.reader.explain(heading, diagnosis(self.marathon, snapshot) if snapshot.is_reachable else [])
        if ending == Ending.CANCELLED:
            raise DeploymentFailed(f"the deployment {deployment} was cancelled by somebody else: {following.why}")
        if not self.rolls_back:
            raise DeploymentFailed(f"the deployment {deployment} is given up ({following.why}), but goes on")
        self._go_back(deployment, stream, following.why)

    def _go_back(self, deployment: str, stream: EventStream, why: str) -> None:
        self.reader.note("rolling back to the definitions before")
        try:
            ending, snapshot = roll_back(self.marathon, self.group_id, deployment, stream, self.reader, self.limits)
        except KeyboardInterrupt:
            self.reader.note("the roll-back goes on in Marathon without being watched")
            raise
        except AnchoError as error:
            raise DeploymentFailed(f"{why}; it could not be rolled back: {error}", is_rolled_back=False) from error
        if ending == Ending.DONE:
            raise DeploymentFailed(f"{why}; it was rolled back", is_rolled_back=True)
        self.reader.explain("the roll-back does not end", diagnosis(self.marathon, snapshot))
        raise DeploymentFailed(f"{why}; the roll-back has not ended", is_rolled_back=False)

    def _interrupted(self, deployment: str, stream: EventStream) -> None:
        if not (self.rolls_back and self.rolls_back_on_interrupt):
            self.reader.note(f"interrupted: the deployment {deployment} goes on in Marathon without being watched")
            return
        self.reader.note("interrupted; once more, and the roll-back goes on without being watched")
        try:
            self._go_back(deployment, stream, "interrupted")
        except DeploymentFailed as error:
            self.reader.note(str(error))
