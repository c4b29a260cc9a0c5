import { TidewheelError } from '../index.js';

/** The reasons of a {@link HostError}. */
export type HostErrorCode =
  | 'alreadyAssigned'
  | 'instanceExists'
  | 'invalidArgument'
  | 'leaseLost'
  | 'missingPath'
  | 'newerSchema'
  | 'noReceiver'
  | 'noTask'
  | 'notBound'
  | 'severalInstances'
  | 'severalReceivers'
  | 'severalTasks'
  | 'shardFailed'
  | 'staleRevision'
  | 'stopped'
  | 'storeUnavailable'
  | 'tooLarge'
  | 'unknownDeployment'
  | 'unknownInstance'
  | 'unknownProcess';

/**
 * What a durable host refuses or cannot do. Nothing was stored where one is thrown. What the engine itself refuses
 * (`RejectionError`, `ModelError`, `LoadError`) comes through as it is.
 */
export class HostError extends TidewheelError {
  constructor(code: HostErrorCode, message: string, details?: { cause?: unknown });
  readonly code: HostErrorCode;
}

/** The task is somebody else's, or no longer whose it was thought to be. */
export class AlreadyAssignedError extends HostError {
  constructor(task: string, assignee: string | null);
  readonly code: 'alreadyAssigned';
  /** Whose it is. */
  readonly assignee: string | null;
}

/** There is an instance of this id already. */
export class InstanceExistsError extends HostError {
  constructor(instance: string);
  readonly code: 'instanceExists';
  readonly instance: string;
}

/** An argument is not of the documented form. */
export class InvalidArgumentError extends HostError {
  constructor(message: string);
  readonly code: 'invalidArgument';
}

/** A worker answers a job that is no longer its own. */
export class LeaseLostError extends HostError {
  constructor(instance: string, key: number);
  readonly code: 'leaseLost';
  readonly instance: string;
  readonly key: number;
}

/** A value of a business operation is to come from an argument that the call does not have. */
export class MissingPathError extends HostError {
  constructor(path: string, at: string);
  readonly code: 'missingPath';
  readonly path: string;
}

/** The tables are those of a later version of this package. */
export class NewerSchemaError extends HostError {
  constructor(found: number, known: number);
  readonly code: 'newerSchema';
  readonly found: number;
  readonly known: number;
}

/** Nothing waits for the message, and it starts no process. */
export class NoReceiverError extends HostError {
  constructor(message: string);
  readonly code: 'noReceiver';
}

/** No open user task is what was asked for. */
export class NoTaskError extends HostError {
  constructor(meant: string);
  readonly code: 'noTask';
}

/** Business operations were called before an engine was bound to them. */
export class NotBoundError extends HostError {
  constructor();
  readonly code: 'notBound';
}

/** Several running instances have this business key, and it is for one. */
export class SeveralInstancesError extends HostError {
  constructor(businessKey: string, count: number);
  readonly code: 'severalInstances';
}

/** Several subscriptions agree with the message, and it is for exactly one. */
export class SeveralReceiversError extends HostError {
  constructor(message: string, count: number);
  readonly code: 'severalReceivers';
}

/** Several open user tasks are what was asked for, and it is for one. */
export class SeveralTasksError extends HostError {
  constructor(meant: string, count: number);
  readonly code: 'severalTasks';
}

/** One of the stores could not do what all of them must; `cause` says why. */
export class ShardFailedError extends HostError {
  constructor(shard: string, cause: unknown);
  readonly code: 'shardFailed';
  /** Name of the store. */
  readonly shard: string;
}

/** The instance has gone on since the caller saw it. */
export class StaleRevisionError extends HostError {
  constructor(instance: string, expected: number, revision: number);
  readonly code: 'staleRevision';
  readonly instance: string;
  /** Where it is now. */
  readonly revision: number;
}

/** The database cannot be reached, or did not do what it was told; `cause` says why. */
export class StoreUnavailableError extends HostError {
  constructor(message: string, cause?: unknown);
  readonly code: 'storeUnavailable';
}

/** An id, a name or a set of variables is larger than the limits of the engine allow. */
export class TooLargeError extends HostError {
  constructor(what: string, size: number, limit: number);
  readonly code: 'tooLarge';
  /** In bytes. */
  readonly size: number;
  readonly limit: number;
}

/** There is no such deployment. */
export class UnknownDeploymentError extends HostError {
  constructor(deployment: string);
  readonly code: 'unknownDeployment';
}

/** No instance has this id or business key. */
export class UnknownInstanceError extends HostError {
  constructor(instance: string);
  readonly code: 'unknownInstance';
}

/** No process of this id, version or version tag has been deployed. */
export class UnknownProcessError extends HostError {
  constructor(process: string, version?: number | string);
  readonly code: 'unknownProcess';
}
