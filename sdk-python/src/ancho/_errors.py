"""What can go wrong.

::

    AnchoError
    ├── ModelError                 the model cannot be loaded, or is not one
    │   ├── StartingValuesError    a starting value is unknown or of the wrong type
    │   └── OutputsError           outputs are not numbers, or differ between sequences
    ├── InvalidRequest             an argument is refused before anything was run
    ├── RunFailed                  a run failed or was cancelled
    ├── DeploymentFailed           a deployment on Marathon was given up
    ├── ServiceError               the service answered with a problem
    ├── NotReachable               the service cannot be reached
    └── MissingPackage             an optional package is not installed
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ancho._failures import Failure
    from ancho._results import Results


class AnchoError(Exception):
    """Any error that Ancho reports; its text is one that a user can act on."""


class ModelError(AnchoError):
    """The model cannot be loaded, or is not one."""


class StartingValuesError(ModelError):
    """A starting value is unknown, or of the wrong type."""


class OutputsError(ModelError):
    """The model's outputs are not numbers, or differ between sequences."""


class InvalidRequest(AnchoError):  # noqa: N818
    """An argument is refused before anything was run."""


class RunFailed(AnchoError):  # noqa: N818
    """A run failed or was cancelled.

    Attributes
    ----------
    document
        the run as the service described it last, empty for a local run
    failures
        the sequences that are known to have failed, in order: of a local run those up to the one that was one too many,
        of a service's run the first
    results
        of a local run with too many failures, the results of the sequences up to that one; else None
    """

    def __init__(
        self,
        message: str,
        document: Mapping[str, Any] | None = None,
        *,
        failures: Sequence["Failure"] = (),
        results: "Results | None" = None,
    ) -> None:
        super().__init__(message)
        self.document = dict(document or {})
        self.failures = list(failures)
        self.results = results


class DeploymentFailed(AnchoError):  # noqa: N818
    """A deployment on Marathon was given up, or cancelled by somebody else.

    ``is_rolled_back`` is whether what was there before is there again, None if that was not tried.
    """

    def __init__(self, message: str, *, is_rolled_back: bool | None = None) -> None:
        super().__init__(message)
        self.is_rolled_back = is_rolled_back


class ServiceError(AnchoError):
    """The service answered with a problem (RFC 9457).

    ``problem`` is the whole document, ``status`` the HTTP status and ``code`` the last part of the problem's type,
    such as ``not-found``.
    """

    def __init__(self, problem: Mapping[str, Any]) -> None:
        super().__init__(str(problem.get("detail") or problem.get("title") or f"HTTP status {problem.get('status')}"))
        self.problem = dict(problem)
        self.status = int(problem.get("status", 0))
        self.code = str(problem.get("type", "")).rpartition(":")[2]


class NotReachable(AnchoError):  # noqa: N818
    """The service cannot be reached, or is not ready."""


class MissingPackage(AnchoError, ModuleNotFoundError):  # noqa: N818
    """Something needs a package that is not installed; the text says how to install it."""
