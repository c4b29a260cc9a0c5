"""What a durable host refuses, each with a `code` for programs. What the engine refuses comes as it is."""

from __future__ import annotations

from tidewheel._errors import TidewheelError

__all__ = [
    "AlreadyAssignedError",
    "HostError",
    "InstanceExistsError",
    "InvalidArgumentError",
    "LeaseLostError",
    "MissingPathError",
    "NewerSchemaError",
    "NoReceiverError",
    "NoTaskError",
    "NotBoundError",
    "SeveralInstancesError",
    "SeveralReceiversError",
    "SeveralTasksError",
    "ShardFailedError",
    "StaleRevisionError",
    "StoreUnavailableError",
    "TooLargeError",
    "UnknownDeploymentError",
    "UnknownInstanceError",
    "UnknownProcessError",
]


class HostError(TidewheelError):
    """What every error of a host is. Where one is raised, nothing was stored."""

    code = "host"

    def __init__(self, message: str) -> None:
        super().__init__(type(self).code, message)

    def __reduce__(self) -> tuple[type[HostError], tuple[str, ...]]:
        return type(self), (str(self),)


class UnknownInstanceError(HostError):
    """No instance has this id or business key."""

    code = "unknownInstance"


class UnknownProcessError(HostError):
    """No process of this id, version or version tag has been deployed."""

    code = "unknownProcess"


class UnknownDeploymentError(HostError):
    """There is no such deployment."""

    code = "unknownDeployment"


class NoTaskError(HostError):
    """No open user task is what was asked for."""

    code = "noTask"


class SeveralTasksError(HostError):
    """Several open user tasks are what was asked for, and it is for one."""

    code = "severalTasks"


class SeveralInstancesError(HostError):
    """Several running instances have this business key, and it is for one."""

    code = "severalInstances"


class NoReceiverError(HostError):
    """Nothing waits for the message, and it starts no process."""

    code = "noReceiver"


class SeveralReceiversError(HostError):
    """Several subscriptions agree with the message, and it is for exactly one."""

    code = "severalReceivers"


class StaleRevisionError(HostError):
    """The instance has gone on since the caller saw it."""

    code = "staleRevision"


class InstanceExistsError(HostError):
    """There is an instance of this id already."""

    code = "instanceExists"


class AlreadyAssignedError(HostError):
    """The task is somebody else's, or no longer whose it was thought to be."""

    code = "alreadyAssigned"


class LeaseLostError(HostError):
    """The lease of the job has run out, and the job may be somebody else's now."""

    code = "leaseLost"


class TooLargeError(HostError):
    """An id, a name or a set of variables is larger than the limits of the engine allow."""

    code = "tooLarge"


class InvalidArgumentError(HostError):
    """An argument is not of the documented form."""

    code = "invalidArgument"


class StoreUnavailableError(HostError):
    """The database cannot be reached, or did not do what it was told; `__cause__` says why."""

    code = "storeUnavailable"
    transient: bool = False
    """Whether nothing was stored for a reason that may be gone, so that the transaction may be tried again."""


class NewerSchemaError(HostError):
    """The tables were written by a later version of this package."""

    code = "newerSchema"


class ShardFailedError(HostError):
    """One of the stores could not do what all of them must; `__cause__` says why."""

    code = "shardFailed"
    shard: str
    """Name of the store."""

    def __init__(self, message: str, shard: str = "") -> None:
        super().__init__(message)
        self.shard = shard

    def __reduce__(self) -> tuple[type[ShardFailedError], tuple[str, ...]]:
        return type(self), (str(self), self.shard)


class MissingPathError(HostError):
    """A value of a business operation is to come from an argument that the call does not have."""

    code = "missingPath"


class NotBoundError(HostError):
    """Business operations were called before an engine was bound to them."""

    code = "notBound"
