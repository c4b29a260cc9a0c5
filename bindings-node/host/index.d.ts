/// <reference lib="esnext.disposable" />
import type {
  Actions,
  Definition,
  Diagnostic,
  Event,
  HistoryLevel,
  Instance,
  Instruction,
  Job as JobData,
  Key,
  Listener,
  Person,
  Status,
  Timestamp,
  Value,
  Variables,
} from '../index.js';
import type {
  DeploymentRow,
  EventRow,
  HistoryRow,
  InstanceQuery,
  InstanceRow,
  ObligationQuery,
  ObligationRow,
  OutboxRow,
  Page,
  ProcessRow,
  Store,
  Transaction,
  TransactionOptions,
} from './store.js';

export * from './errors.js';
export type * from './store.js';
export * from './business.js';

/** What is needed of an `AbortSignal`. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason: any;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Gives the time, in whole milliseconds since 1970 UTC. */
export interface Clock {
  now(): Timestamp;
}

/** The time of the machine. */
export const systemClock: Clock;

/** A clock for tests: it stands still until it is moved. */
export class FrozenClock implements Clock {
  /** @param now what it shows; 0 if left out */
  constructor(now?: Timestamp | Date);
  now(): Timestamp;
  set(now: Timestamp | Date): void;
  /** Moves it; returns what it shows then. */
  advance(milliseconds: number): Timestamp;
}

/** How large things may be, in bytes of UTF-8; what is too large is refused. */
export interface Limits {
  /** Ids of instances and events, business keys, names of deployments. 255. */
  id: number;
  /** What rows are found by: names of jobs and messages, correlation keys, assignees, candidates. 736. */
  key: number;
  /** The variables of one call, as JSON text. 1,000,000. */
  variables: number;
  /** Messages of failures and reasons, in characters; these are cut instead. 4,000. */
  message: number;
  /** The state of an instance, as JSON text. 16,000,000. */
  snapshot: number;
}

export interface EngineOptions {
  /** The time of the machine if left out. */
  clock?: Clock;
  /** Makes ids of instances that are given none; it must not repeat itself within a store. */
  newId?: () => string;
  /** How much is kept of what has happened. `full` if left out; below that, events are not kept either. */
  history?: HistoryLevel;
  /** How models are read where `deploy` does not say. */
  lenient?: boolean;
  strict?: boolean;
  limits?: Partial<Limits>;
  /** Under what leases of this engine are; unique among all that share the store. Random if left out. */
  owner?: string;
  /** Gets what goes wrong in the background; a warning of the process if left out. */
  onError?: (error: unknown, about: { instance?: string; process?: string; job?: string; outbox?: string }) => void;
}

/** What makes a call idempotent, and what it expects. */
export interface CallOptions {
  /** A second call with the same id changes nothing, and returns what the first has come to. */
  eventId?: string | undefined;
  /** `StaleRevisionError` where the instance is not there any more. */
  expectedRevision?: number | undefined;
}

/** What a call has come to. */
export interface Step {
  /** Id of the instance. */
  instance: string;
  /** How many steps it has taken now, or had taken after the first call with this event id. */
  revision: number;
  /** Where it stands. */
  status: Status;
  /** Whether an earlier call with the same event id had done it. */
  repeated: boolean;
}

/** What a deployment has come to. */
export interface Deployment {
  id: string;
  name: string;
  /** Whether this call has made it; else it was there. */
  new: boolean;
  /** The version of each of its processes. */
  versions: { [process: string]: number };
  /** What was found in the model that does not keep it from running. */
  diagnostics: Diagnostic[];
}

/** Deploys models, and tells what has been deployed. */
export interface Repository {
  /**
   * Deploys a model to every shard, as the next version of each of its processes. Where there is a deployment of
   * that `name` already, it is what counts and nothing changes: a name such as `orders-v202611251200` makes a new
   * version when its stamp is changed, and only then. Without a name, a model that is the same as the latest
   * one changes nothing. Instances stay on the deployment that they were started on.
   *
   * @throws {ModelError} if the model cannot be run
   * @throws {ShardFailedError} if one of several stores fails
   */
  deploy(xml: string, options?: { name?: string; lenient?: boolean; strict?: boolean }): Promise<Deployment>;
  /** All deployments, the oldest first, without their files. */
  deployments(): Promise<DeploymentRow[]>;
  /** All versions of a process, or of all of them, the oldest first. */
  versions(process?: string): Promise<ProcessRow[]>;
  /** The file of a deployment, to show its diagram. */
  xml(deployment: string): Promise<string>;
  definition(deployment: string): Promise<Definition>;
}

export interface StartOptions {
  version?: number | undefined;
  /** The latest version with this tag. */
  versionTag?: string | undefined;
  businessKey?: string | undefined;
  variables?: Variables | undefined;
  /** Who starts it, for the variable that the model's `initiator` names; where people move it on by its actions, who makes the request. */
  requester?: string | undefined;
  /** Whom the request is about besides. */
  stakeholders?: readonly string[] | undefined;
  /** Id of the start event, where there are several. */
  element?: string | undefined;
  /** Id of the new instance; a new one if left out. */
  id?: string | undefined;
  /** What the instance belongs to in a sharded store. */
  shard?: string | undefined;
  eventId?: string | undefined;
}

export interface MessageOptions {
  /** The value of a correlation key, or values by the names of correlation properties. */
  correlation?: Value;
  variables?: Variables | undefined;
  /** Only for this instance. */
  instance?: string | undefined;
  /** Only for instances with this key; of an instance that is started, its key. */
  businessKey?: string | undefined;
  /** Which of several subscriptions get it; `exactlyOne` if left out. */
  policy?: 'exactlyOne' | 'oldest' | 'all' | undefined;
  /** Keeps it until something takes it, where nothing does now. */
  wait?: boolean | undefined;
  shard?: string | undefined;
  eventId?: string | undefined;
}

/** Starts instances, and lets things happen to them. */
export interface Runtime {
  /** Starts an instance of a process: of the version, or the latest with the tag, else the latest. */
  start(process: string, options?: StartOptions): Promise<Step>;
  /** Delivers a message to what waits for it, else starts the process that it starts. */
  message(name: string, options?: MessageOptions): Promise<Step[]>;
  /**
   * Sends a signal to an instance at once, or in the background to all that listen and to the processes that it
   * starts; returns how many it is for.
   */
  signal(name: string, options?: { variables?: Variables; instance?: string; eventId?: string }): Promise<number>;
  /** Applies any event of the engine. */
  apply(instance: string, event: Event, options?: CallOptions): Promise<Step>;
  /** The variables of the process, or all that can be seen from an activation. */
  variables(instance: string, scope?: Key): Promise<Variables>;
  /** Where a request stands, and what a person may do with it now. */
  actions(instance: string, person: Person): Promise<Actions>;
  setVariables(instance: string, variables: Variables, options?: CallOptions & { scope?: Key }): Promise<Step>;
  /** Moves tokens by hand: back to an earlier element, to another one, into or out of elements. */
  modify(
    instance: string,
    instructions: readonly Instruction[],
    options?: CallOptions & { reason?: string },
  ): Promise<Step>;
  /** Ends an instance; the reason is in its history. */
  cancel(instance: string, reason: string, options?: CallOptions): Promise<Step>;
  /** Lets an instance take no answers until it is resumed. */
  suspend(instance: string, options?: CallOptions & { reason?: string }): Promise<Step>;
  resume(instance: string, options?: CallOptions): Promise<Step>;
  instance(id: string): Promise<InstanceRow>;
  /** The instance as the engine has it, to look at: what is done to it is not kept. */
  state(id: string): Promise<Instance>;
  /** Instances of all shards, the oldest first. */
  instances(query?: InstanceQuery & { shard?: string }): Promise<InstanceRow[]>;
  /** The one running instance of a business key; `UnknownInstanceError`, `SeveralInstancesError`. */
  running(businessKey: string, options?: { process?: string; shard?: string | undefined }): Promise<InstanceRow>;
}

/** An open user task. */
export interface Task {
  instance: string;
  /** Key of the job; with the instance it names the task. */
  key: Key;
  /** Id of the task in the model. */
  node: string;
  name: string | null;
  process: string;
  businessKey: string | null;
  /** Of its instance; what `expectedRevision` takes. */
  revision: number;
  assignee: string | null;
  /** Who has delegated it. */
  owner: string | null;
  lane: string | null;
  due: Timestamp | null;
  priority: number;
  opened: Timestamp;
  candidateUsers: string[];
  candidateGroups: string[];
  /** All that the model says of it. */
  job: JobData;
}

/** Which task: by itself, or the one open task of a business key at a node. */
export type TaskName =
  | { instance: string; key: Key }
  | {
      businessKey: string;
      node?: string | undefined;
      assignee?: string | undefined;
      process?: string | undefined;
      shard?: string | undefined;
    };

export type TaskQuery = Omit<ObligationQuery, 'kinds' | 'name' | 'element' | 'correlation' | 'leaseOver'> & {
  node?: string;
  shard?: string;
};

/** Finds user tasks and changes them; `NoTaskError` and `SeveralTasksError` where it is not one that is meant. */
export interface Tasks {
  /** Open user tasks, the most urgent first, then the oldest. */
  query(query?: TaskQuery): Promise<Task[]>;
  /** The same, one after the other, however many there are. */
  each(query?: TaskQuery): AsyncGenerator<Task, void, void>;
  find(task: TaskName): Promise<Task>;
  /** Takes a task that nobody has; `AlreadyAssignedError` if somebody else has it. */
  claim(task: TaskName, assignee: string, options?: { expectedAssignee?: string | null }): Promise<Task>;
  /** Gives a task back, for its candidates to claim. */
  unclaim(task: TaskName, options?: { expectedAssignee?: string | null }): Promise<Task>;
  /** Lets somebody else do a task; who has had it is its owner from now on. */
  delegate(task: TaskName, assignee: string, options?: { expectedAssignee?: string | null }): Promise<Task>;
  complete(task: TaskName, options?: CallOptions & { variables?: Variables | undefined }): Promise<Step>;
  /** Ends a task with an error of the model. */
  throw(
    task: TaskName,
    code: string,
    options?: CallOptions & { message?: string; variables?: Variables },
  ): Promise<Step>;
  /** Throws an escalation of the model, with which the task goes on unless what catches it ends it. */
  escalate(task: TaskName, code: string, options?: CallOptions & { variables?: Variables }): Promise<Step>;
}

/** Tells what has happened, as far as the level of history keeps it. */
export interface History {
  /** What happened to an instance after a revision, in order. */
  entries(instance: string, page?: { after?: number; limit?: number }): Promise<HistoryRow[]>;
  /** What was applied to an instance, its start first. */
  events(instance: string): Promise<EventRow[]>;
  /** What happens to an instance, from a revision on and then as it happens, until it has ended. */
  follow(
    instance: string,
    options?: { after?: number; signal?: Signal; poll?: number },
  ): AsyncGenerator<HistoryRow, void, void>;
}

/** For operators: what is open, what is stuck, and whether all is as it should be. */
export interface Management {
  obligations(query?: ObligationQuery & { shard?: string }): Promise<ObligationRow[]>;
  jobs(query?: ObligationQuery & { shard?: string }): Promise<ObligationRow[]>;
  incidents(query?: ObligationQuery & { shard?: string }): Promise<ObligationRow[]>;
  timers(query?: ObligationQuery & { shard?: string }): Promise<ObligationRow[]>;
  /** What was leased by a host that did not come back, and that waits for another. */
  lostLeases(query?: ObligationQuery & { shard?: string }): Promise<ObligationRow[]>;
  /** What waits to be delivered: messages that nobody has taken, and what has failed. */
  undelivered(page?: { limit?: number }): Promise<OutboxRow[]>;
  /** Gives up what waits to be delivered; false where it has gone. */
  drop(row: OutboxRow): Promise<boolean>;
  /** The cause of an incident has been removed: what was stuck is tried again. */
  resolve(incident: { instance: string; key: Key }, options?: CallOptions): Promise<Step>;
  /** Takes the lease of a job away from its worker. */
  release(job: { instance: string; key: Key }): Promise<boolean>;
  /**
   * What is not as it should be, in words; nothing where all is well. The index of obligations must be what the
   * state says is open; and where the events are kept, replaying them must give the state, byte by byte.
   */
  check(instance: string): Promise<string[]>;
  /** Builds the index of an instance anew from its state. Claims and leases are forgotten. */
  reindex(instance: string): Promise<void>;
  /** Forgets an instance that has ended, with all its history. */
  purge(instance: string): Promise<void>;
}

/** A job that is leased: nobody else has it until the lease runs out. */
export interface Job {
  /** Unique among all jobs of a store: what a service outside may take to do nothing twice. */
  readonly id: string;
  readonly instance: string;
  readonly key: Key;
  /** Its topic, else its implementation, else the id of its task. */
  readonly name: string;
  /** Id of the task. */
  readonly node: string;
  readonly process: string;
  readonly businessKey: string | null;
  /** What the task sees, its own inputs before all else. */
  readonly variables: Variables;
  /** All that the model says of it. */
  readonly data: JobData;
  /** An `AbortSignal`: aborted when the lease is lost, or the host is told to stop and has waited long enough. */
  readonly signal: Signal;
  readonly answered: boolean;
  complete(variables?: Variables): Promise<Step>;
  fail(message: string, options?: { retries?: number; backoff?: number }): Promise<Step>;
  throw(code: string, options?: { message?: string; variables?: Variables }): Promise<Step>;
  /** Throws an escalation of the model; the job goes on, unless what catches it ends it. */
  escalate(code: string, variables?: Variables): Promise<Step>;
  /** Prolongs the lease now; false where it is lost. */
  extend(): Promise<boolean>;
  /** Gives it back unanswered. */
  release(): Promise<boolean>;
}

/** A worker throws an error of the model: the nearest boundary event that catches the code takes over. */
export class BpmnError extends Error {
  constructor(code: string, message?: string, variables?: Variables);
  readonly code: string;
  readonly variables: Variables | undefined;
}

/** A worker fails for a technical reason, and says itself how to go on; what is left out is as the model says. */
export class JobFailure extends Error {
  constructor(message: string, options?: { retries?: number; backoff?: number; cause?: unknown });
  readonly retries: number | undefined;
  readonly backoff: number | undefined;
}

export interface WorkerOptions {
  /** How many at a time, of each name; 10 if left out. */
  concurrency?: number;
  /** For how many milliseconds a job is leased at a time; the lease is prolonged while the function runs. 30,000. */
  lease?: number;
}

/** What is delivered to a function of the application; its id is the same when it is tried again. */
export interface Delivery {
  id: string;
  instance: string;
  attempts: number;
}

/** A durable host of processes: each step, and all that it asks for, is one transaction of the store. */
export class Engine {
  constructor(store: Store, options?: EngineOptions);
  /** An engine on a store that is open. */
  static open(store: Store, options?: EngineOptions): Promise<Engine>;

  readonly store: Store;
  readonly clock: Clock;
  readonly owner: string;
  readonly repository: Repository;
  readonly runtime: Runtime;
  readonly tasks: Tasks;
  readonly history: History;
  readonly management: Management;

  open(): Promise<void>;
  /** Stops what runs in the background, and closes the store. */
  close(options?: { grace?: number }): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;

  /**
   * Registers a function for the jobs of these names. What it returns are variables; it may throw `BpmnError` or
   * `JobFailure`; whatever else it throws fails the job, which is tried again as the model says.
   */
  worker(names: string | readonly string[], run: (job: Job) => unknown, options?: WorkerOptions): void;
  /** Registers a function that gives the value of an expression in a language. */
  evaluator(
    languages: string | readonly string[],
    run: (source: string, variables: Variables) => unknown,
    options?: WorkerOptions,
  ): void;
  /** Registers a function for what is written into a data store. */
  dataStore(names: string | readonly string[], run: (name: string, value: Value, delivery: Delivery) => unknown): void;
  /** Registers a function for listeners of that implementation. */
  listener(implementations: string | readonly string[], run: (listener: Listener, delivery: Delivery) => unknown): void;

  /**
   * Leases the jobs of a name, one after the other as they come: for who wants to pull them rather than to register
   * a function. Each is to be answered or released.
   */
  jobs(name: string, options?: { signal?: Signal; lease?: number; poll?: number }): AsyncGenerator<Job, void, void>;

  /** Business data and workflow in one transaction: calls of the services within `work` join it. */
  transaction<T>(
    work: (transaction: Transaction) => T | Promise<T>,
    options?: { shard?: string | undefined },
  ): Promise<T>;

  /** Fires timers that are due, starts what timers start, and delivers what waits; says how many things were done. */
  runDue(now?: Timestamp, options?: { limit?: number }): Promise<number>;
  /** Runs the jobs and evaluations that wait, to their end; says how many. */
  runJobs(options?: { limit?: number }): Promise<number>;
  /** Does all that can be done now: for tests with a clock that stands still. */
  settle(options?: { limit?: number }): Promise<number>;

  /**
   * Works in the background: timers, delivery, and what is registered. Resolves when it has stopped, by `stop` or
   * by the signal.
   *
   * @param options `poll`: after how many milliseconds the store is looked at even if nothing has called (1,000);
   * `grace`: how many milliseconds jobs that run may take to end (30,000), after which they are given back
   */
  run(options?: { signal?: Signal; poll?: number; grace?: number }): Promise<void>;
  /** Ends what runs in the background, and waits for it. */
  stop(options?: { grace?: number }): Promise<void>;
}

declare abstract class BaseStore implements Store {
  readonly name: string;
  readonly shards: readonly Store[];
  readonly current: Transaction | undefined;
  shardOf(key: string): Store;
  open(): Promise<void>;
  close(): Promise<void>;
  transaction<T>(work: (transaction: Transaction) => T | Promise<T>, options?: TransactionOptions): Promise<T>;
  afterCommit(told: () => void): void;
}

/** A store in memory, for tests and for what need not outlive the program. */
export class MemoryStore extends BaseStore {
  constructor(name?: string);
}

/** A store in one file of SQLite, by the package `libsql`: every commit is on the disk before it returns. */
export class SqliteStore extends BaseStore {
  /** @param path of the file, or `:memory:` */
  constructor(path: string);
  /** The connection of `libsql`; within a transaction, what is done with it is part of that. */
  readonly connection: any;
}

/** A store in PostgreSQL, by the package `pg`. */
export class PostgresStore extends BaseStore {
  /** @param options a connection string, the options of a pool of `pg`, or a pool that the application ends itself */
  constructor(
    options: string | { pool: object } | { connectionString?: string; max?: number; [option: string]: unknown },
  );
  /** The client whose transaction is open in this context, else the pool. */
  readonly connection: any;
  /** Joins a transaction that the application has begun on a client of its own. */
  join<T>(client: object, work: (transaction: Transaction) => T | Promise<T>): Promise<T>;
}

/** Several stores as one: an instance lives in the store that its shard key leads to, the part of its id before `~`. */
export class ShardedStore extends BaseStore {
  /** @param route gives the index of the store for a key; left out, keys are spread evenly, as in all languages */
  constructor(shards: readonly Store[], route?: (key: string, count: number) => number);
}

/** The constants of models as a module: what `tidewheel constants` writes. */
export function constants(models: readonly string[], options?: { types?: boolean }): string;
