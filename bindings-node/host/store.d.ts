import type {
  CandidateKind,
  DutyKind,
  Entry,
  Event,
  Key,
  Obligation,
  Start,
  StartSubscription,
  Status,
  Timestamp,
} from '../index.js';

/** One file as deployed. */
export interface DeploymentRow {
  id: string;
  /** Unique in its store. */
  name: string;
  /** The file itself; absent in lists. */
  xml?: string;
  /** Of the definition that the file holds. */
  fingerprint: string;
  /** How the file was read. */
  options: { lenient: boolean; strict: boolean };
  at: Timestamp;
}

/** A version of a process. */
export interface ProcessRow {
  process: string;
  /** From 1, for each process. */
  version: number;
  /** Id of the deployment that holds it. */
  deployment: string;
  versionTag: string | null;
}

/** What starts instances of the latest version of a process. */
export interface StartRow {
  process: string;
  /** Its place among those of its file. */
  n: number;
  kind: StartSubscription['kind'];
  /** Of the message or signal. */
  name: string | null;
  element: string;
  /** Of a timer. */
  due: Timestamp | null;
  deployment: string;
  version: number;
  /** The start subscription, as the engine gave it. */
  data: StartSubscription;
}

/** An instance without its state. */
export interface InstanceRow {
  id: string;
  process: string;
  version: number;
  /** Id of the deployment that it stays on. */
  deployment: string;
  businessKey: string | null;
  status: Status;
  /** How many steps it has taken, its start included. */
  revision: number;
  /** Id of the instance that called it. */
  caller: string | null;
  /** Key of the call in its caller. */
  callerKey: Key | null;
  started: Timestamp;
  /** The time of its last step. */
  at: Timestamp;
  ended: Timestamp | null;
}

/** An instance with its state as JSON text. */
export interface StoredInstance extends InstanceRow {
  snapshot: string;
}

/** An open duty of an instance. */
export interface ObligationRow<Data = Obligation> {
  instance: string;
  key: Key;
  kind: DutyKind;
  /** What it is asked for by: of a job its topic, of a message its name, and so on. */
  name: string | null;
  element: string;
  activation: Key;
  /** Of a message: what a message must agree with, as JSON text. */
  correlation: string | null;
  due: Timestamp | null;
  assignee: string | null;
  /** Who has delegated it and answers for it. */
  owner: string | null;
  lane: string | null;
  priority: number;
  opened: Timestamp;
  /** Who has leased it. */
  holder: string | null;
  /** Until when it is leased. */
  lease: Timestamp | null;
  /** The obligation as the engine gave it. */
  data: Data;
  process: string;
  businessKey: string | null;
  /** Where its instance stands. */
  status: Status;
  /** Of its instance. */
  revision: number;
}

/** An event that was applied to an instance. */
export interface EventRow {
  /** What the instance's revision was after it. */
  revision: number;
  /** Unique in its instance; `#` and the revision where the caller gave none. */
  id: string;
  at: Timestamp;
  /** The first is a start; null below the history level `full`. */
  event: Event | Start | null;
}

/** What the host itself notes in a history. */
export interface Note {
  type: 'claimed' | 'unclaimed' | 'delegated';
  element: string;
  /** Key of the task. */
  job: Key;
  user: string | null;
}

/** One thing that happened to an instance. */
export interface HistoryRow {
  /** The step in which it happened. */
  revision: number;
  /** Its place in the step, from 0. */
  n: number;
  at: Timestamp;
  entry: Entry | Note;
}

/** What is to be delivered to other instances, or to the application. */
export interface OutboxRow {
  /** Id of the instance that sent it, or what stands for a sender outside. */
  instance: string;
  revision: number;
  n: number;
  kind: 'message' | 'signal' | 'call' | 'withdraw' | 'answer' | 'event' | 'start' | 'dataStore' | 'listener';
  name: string | null;
  key: Key | null;
  /** Id of the instance that it is for, where that is known. */
  target: string | null;
  /** When it is to be tried next. */
  due: Timestamp;
  /** How often it was tried in vain. */
  attempts: number;
  holder: string | null;
  lease: Timestamp | null;
  data: any;
}

/** A row to be sent; its `data` as JSON text. */
export type NewOutboxRow = Pick<OutboxRow, 'instance' | 'revision' | 'n' | 'kind' | 'due'> & {
  name?: string | null;
  key?: Key | null;
  target?: string | null;
  data: string;
};

/** Which part of a list. */
export interface Page {
  /** 100 if left out. */
  limit?: number;
  offset?: number;
}

/** Which instances; what is left out does not matter. */
export interface InstanceQuery extends Page {
  process?: string | undefined;
  businessKey?: string | undefined;
  statuses?: readonly Status[] | undefined;
  caller?: string | undefined;
  startedBefore?: Timestamp | undefined;
  /** The newest first; else the oldest. */
  newest?: boolean | undefined;
}

/** Which obligations; what is left out does not matter. */
export interface ObligationQuery extends Page {
  instance?: string | undefined;
  key?: Key | undefined;
  kinds?: readonly DutyKind[] | undefined;
  name?: string | undefined;
  element?: string | undefined;
  assignee?: string | undefined;
  /** Only those that nobody has. */
  unassigned?: boolean | undefined;
  candidateUser?: string | undefined;
  /** Those that one of these groups may claim. */
  candidateGroups?: readonly string[] | undefined;
  lane?: string | undefined;
  dueBefore?: Timestamp | undefined;
  process?: string | undefined;
  businessKey?: string | undefined;
  /** Messages that may agree with this JSON text; `agrees` says which do. */
  correlation?: string | undefined;
  /** Those with a lease that had run out by then. */
  leaseOver?: Timestamp | undefined;
  /** Only of instances that are not suspended. */
  active?: boolean | undefined;
}

interface Task {
  instance: string;
  key: Key;
}

interface Step {
  /** What the engine's `commit` gave. */
  commit: string;
  eventId: string;
  /** The event as JSON text, where it is kept. */
  event?: string | null;
  /** Of an instance that was called: the id of its caller. */
  caller?: string | null;
}

/**
 * All that changes together. What one method writes the next one reads, and nobody else before the end. Times are
 * milliseconds since 1970 UTC.
 */
export interface Transaction {
  /** The connection of the driver, for statements of the application in the same transaction. */
  readonly connection: any;

  /** Runs something so that it is undone by itself where it throws. */
  nested<T>(work: () => T | Promise<T>): Promise<T>;

  /**
   * Stores a deployment; its starts take the place of those that its processes had. False, and nothing is stored,
   * where its name or one of its versions is there already.
   */
  addDeployment(
    deployment: DeploymentRow,
    processes: readonly { process: string; version: number; versionTag?: string | null }[],
    starts: readonly (StartSubscription & { n: number; version: number })[],
  ): Promise<boolean>;
  deployment(id: string): Promise<DeploymentRow | null>;
  deploymentNamed(name: string): Promise<DeploymentRow | null>;
  /** The oldest first, without their files. */
  deployments(): Promise<DeploymentRow[]>;
  /** All versions, by process and version. */
  processes(): Promise<ProcessRow[]>;
  /** The version of that number, the latest with that tag, else the latest. */
  process(
    process: string,
    which?: { version?: number | undefined; tag?: string | undefined },
  ): Promise<ProcessRow | null>;
  /** What a message or signal of that name starts, by process and place. */
  starts(kind: 'message' | 'signal', name: string): Promise<StartRow[]>;
  /** Timers of starts that are due, the earliest first. */
  dueStarts(now: Timestamp, limit: number): Promise<StartRow[]>;
  /** Sets when a timer is due next; false where somebody else has moved it. */
  moveStart(start: StartRow, next: StartSubscription): Promise<boolean>;

  /** With `lock`, as it is if left out, nobody else changes the instance until the end, where the store can. */
  instance(id: string, options?: { lock?: boolean }): Promise<StoredInstance | null>;
  /** The oldest first. */
  instances(query?: InstanceQuery): Promise<InstanceRow[]>;
  /** The instances that were started for a call. */
  called(caller: string, key: Key): Promise<StoredInstance[]>;
  /** Stores the first step of an instance; false where its id is taken. */
  create(step: Step & { deployment: string; version: number; callerKey?: Key | null }): Promise<boolean>;
  /** Stores a step; false, and nothing is stored, where the revision is no longer the one before. */
  save(step: Step): Promise<boolean>;
  /** The revision that an event of that id led to. */
  eventRevision(instance: string, id: string): Promise<number | null>;
  /** Forgets an instance that has ended, with its logs; false where there is none such. */
  purge(instance: string): Promise<boolean>;

  /** The most urgent first, then the oldest. */
  obligations(query?: ObligationQuery): Promise<ObligationRow[]>;
  /** Who may claim the user tasks of an instance. */
  candidates(instance: string): Promise<{ key: Key; kind: CandidateKind; name: string }[]>;
  /** Hands out duties that nobody holds, the most urgent first; not those of suspended instances. */
  lease(wanted: {
    kind: DutyKind;
    name: string;
    holder: string;
    until: Timestamp;
    now: Timestamp;
    limit: number;
  }): Promise<ObligationRow[]>;
  /** Prolongs a lease; false where it is lost. */
  extend(lease: Task & { holder: string; until: Timestamp; now: Timestamp }): Promise<boolean>;
  /** Gives a lease back; false where it is lost. */
  release(lease: Task & { holder: string }): Promise<boolean>;
  /** Says who does a user task; false where somebody other than expected has it, or it is not open. */
  assign(task: Task & { assignee: string | null; owner?: string | null; expected: string | null }): Promise<boolean>;
  /** Ids of the instances that wait for a signal, sorted. */
  listening(signal: string): Promise<string[]>;
  /** Ids of the instances with timers that are due, the earliest first; not of suspended ones. */
  dueTimers(now: Timestamp, limit: number): Promise<string[]>;
  /** Replaces the index of one instance by what the engine's `duties` gave. */
  reindex(instance: string, duties: string, at: Timestamp): Promise<void>;

  events(instance: string): Promise<EventRow[]>;
  /** What happened after a revision, in order. */
  history(instance: string, page?: { after?: number; limit?: number }): Promise<HistoryRow[]>;
  /** Adds to the history of a revision. */
  note(instance: string, revision: number, entry: Note, at: Timestamp): Promise<void>;
  /**
   * Notes that something from outside has been done, under a name that no instance has; false where that was
   * noted before. `events(name)` reads it.
   */
  record(name: string, eventId: string, event: object, at: Timestamp): Promise<boolean>;

  /** Hands out rows that are due and that nobody holds, the oldest first. */
  takeOutbox(wanted: { holder: string; until: Timestamp; now: Timestamp; limit: number }): Promise<OutboxRow[]>;
  /** What waits, by due time. */
  outbox(limit?: number): Promise<OutboxRow[]>;
  /** Whether a call, its withdrawal or answer that was sent earlier by the same instance still waits. */
  outboxBefore(row: OutboxRow): Promise<boolean>;
  /** Stores rows; one that is there already stays as it is. */
  addOutbox(rows: readonly NewOutboxRow[]): Promise<void>;
  /** Removes a row; false where somebody else has. */
  delivered(row: Pick<OutboxRow, 'instance' | 'revision' | 'n'>): Promise<boolean>;
  /** Gives a row back, to be tried again later. */
  delay(row: Pick<OutboxRow, 'instance' | 'revision' | 'n'>, due: Timestamp): Promise<void>;
  /** When the next timer or row of the outbox is due. */
  nextDue(): Promise<Timestamp | null>;
}

/** How a transaction is to be. */
export interface TransactionOptions {
  /** It writes nothing. */
  readonly?: boolean;
  /**
   * Its last statement is the only one that writes, and checks by itself that it may: the store may do without a
   * transaction around it.
   */
  single?: boolean;
  /** A shard key or id of an instance: which of several stores. */
  shard?: string | undefined;
}

/** Where instances are kept. Write your own by this, and check it with `tidewheel/host/conformance`. */
export interface Store {
  /** What messages call it. */
  readonly name: string;
  /** The stores that this one consists of; itself, if it is one. */
  readonly shards: readonly Store[];
  /** The store that holds an instance id, or whatever belongs to a shard key. */
  shardOf(key: string): Store;
  /** The transaction that is open in this context. */
  readonly current: Transaction | undefined;
  /** Connects, and brings the tables up to date. Opening it again changes nothing. */
  open(): Promise<void>;
  /** Gives all connections back. Closing it again changes nothing. */
  close(): Promise<void>;
  /**
   * Does something in the transaction that is open in this context, else in a new one, which ends with it. Work
   * that throws undoes what it has done, also where it has joined another.
   */
  transaction<T>(work: (transaction: Transaction) => T | Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Calls a function once what is being done here is committed: now, where no transaction is open. */
  afterCommit(told: () => void): void;
  /**
   * Calls `wake` whenever another host may have stored something to do; gives a function that ends this. A store
   * that cannot tell has no such method.
   */
  watch?(wake: () => void): Promise<() => Promise<void>>;
  /** Tells other hosts that there is something to do. */
  notify?(): Promise<void>;
}
