import { TidewheelError } from '../index.js';

/**
 * What a durable host refuses or cannot do. Nothing has been changed when one is thrown; the engine's own
 * refusals (`RejectionError`, `ModelError`, `LoadError`) come through as they are.
 */
export class HostError extends TidewheelError {
  constructor(code, message, details = {}) {
    const { cause, ...rest } = details;
    super(code, message, cause === undefined ? undefined : { cause });
    Object.assign(this, rest);
  }
}

/** There is no instance of that id. */
export class UnknownInstanceError extends HostError {
  constructor(instance) {
    super('unknownInstance', `there is no instance \`${instance}\``, { instance });
  }
}

/** There is no process of that name, or not in that version. */
export class UnknownProcessError extends HostError {
  constructor(process, version) {
    const which = version === undefined || version === null ? '' : ` in version ${version}`;
    super('unknownProcess', `no process \`${process}\`${which} is deployed`, { process });
  }
}

/** There is no deployment of that id or name. */
export class UnknownDeploymentError extends HostError {
  constructor(deployment) {
    super('unknownDeployment', `there is no deployment \`${deployment}\``, { deployment });
  }
}

/** No open task is the one that was meant. */
export class NoTaskError extends HostError {
  constructor(meant) {
    super('noTask', `there is no open task ${meant}`);
  }
}

/** Several open tasks could be meant. */
export class SeveralTasksError extends HostError {
  constructor(meant, count) {
    super('severalTasks', `${count} open tasks could be meant by ${meant}; say the assignee, or the task itself`, {
      count,
    });
  }
}

/** The task is somebody else's, or no longer whose it was thought to be. */
export class AlreadyAssignedError extends HostError {
  constructor(task, assignee) {
    super(
      'alreadyAssigned',
      `the task \`${task}\` is ${assignee === null ? "nobody's" : `that of \`${assignee}\``} now`,
      { assignee },
    );
  }
}

/** Several running instances have this business key, and it is for one. */
export class SeveralInstancesError extends HostError {
  constructor(businessKey, count) {
    super(
      'severalInstances',
      `${count} running instances have the business key \`${businessKey}\`; say the id of one`,
      { count },
    );
  }
}

/** Nothing waits for the message, and it starts nothing. */
export class NoReceiverError extends HostError {
  constructor(message) {
    super('noReceiver', `nothing waits for the message \`${message}\`, and it starts no process`);
  }
}

/** Several subscriptions could be meant by a message that is for exactly one. */
export class SeveralReceiversError extends HostError {
  constructor(message, count) {
    super(
      'severalReceivers',
      `${count} could be meant by the message \`${message}\`; say more in its correlation, or another policy`,
      { count },
    );
  }
}

/** The instance has gone on since the revision that the caller has seen. */
export class StaleRevisionError extends HostError {
  constructor(instance, expected, revision) {
    super('staleRevision', `the instance \`${instance}\` is at revision ${revision}, not ${expected}; read it again`, {
      instance,
      revision,
    });
  }
}

/** There is an instance of that id already. */
export class InstanceExistsError extends HostError {
  constructor(instance) {
    super('instanceExists', `there is an instance \`${instance}\` already`, { instance });
  }
}

/** A worker answers a job that is no longer its own. */
export class LeaseLostError extends HostError {
  constructor(instance, key) {
    super(
      'leaseLost',
      `the lease of job ${key} of \`${instance}\` has run out and somebody else has it, or it is done`,
      { instance, key },
    );
  }
}

/** A text or state is larger than the limits of the host allow. */
export class TooLargeError extends HostError {
  constructor(what, size, limit) {
    super('tooLarge', `the ${what} would take ${size} bytes; ${limit} are allowed`, { size, limit });
  }
}

/** An argument of a call makes no sense; nothing was looked at. */
export class InvalidArgumentError extends HostError {
  constructor(message) {
    super('invalidArgument', message);
  }
}

/** A path over the arguments of a business function leads nowhere. */
export class MissingPathError extends HostError {
  constructor(path, at) {
    super('missingPath', `\`${path}\` leads nowhere: there is no \`${at}\``, { path });
  }
}

/** Business operations were called before an engine was bound to them. */
export class NotBoundError extends HostError {
  constructor() {
    super('notBound', 'no engine is bound to the business operations yet: call `bind(engine)` first');
  }
}

/** The store cannot be reached, or could not keep what it was given. */
export class StoreUnavailableError extends HostError {
  constructor(message, cause) {
    super('storeUnavailable', message, { cause });
  }
}

/** The tables are those of a newer version of this package. */
export class NewerSchemaError extends HostError {
  constructor(found, known) {
    super('newerSchema', `the tables have version ${found}, this package knows ${known}; update it`, { found, known });
  }
}

/** One of several shards failed; `cause` says why. */
export class ShardFailedError extends HostError {
  constructor(shard, cause) {
    super('shardFailed', `shard \`${shard}\`: ${cause?.message ?? cause}`, { shard, cause });
  }
}
