// What the types of the durable host must allow, and what they must refuse.
import {
  BpmnError,
  Engine,
  FrozenClock,
  HostError,
  MemoryStore,
  PostgresStore,
  ShardedStore,
  SqliteStore,
  Workflow,
} from 'tidewheel/host';
import type { HistoryRow, Job, Step, Store, Task, Transaction } from 'tidewheel/host';
import { conformance } from 'tidewheel/host/conformance';

const workflow = new Workflow();

interface Request {
  uuid: string;
  userId: string;
  result?: string;
}

/** Knows nothing of the engine but what its decorators say. */
class Service {
  readonly seen: string[] = [];

  @workflow.start('order', {
    bizId: '#req.uuid',
    assignee: '#req.userId',
    variables: { result: (req: Request) => req.result },
  })
  @workflow.complete({ node: 'pay' })
  async apply(req: Request): Promise<{ accepted: string }> {
    this.seen.push(req.uuid);
    return { accepted: req.uuid };
  }
}

export async function decorated(model: string): Promise<string> {
  await using engine = await Engine.open(new MemoryStore(), { clock: new FrozenClock(0), history: 'activity' });
  await engine.repository.deploy(model);
  workflow.bind(engine);
  const service = new Service();
  const { accepted } = await service.apply({ uuid: 'a', userId: 'ann' });
  const [job] = await engine.management.jobs({ businessKey: accepted });
  return `${service.seen.join()} ${job?.name}`;
}

export async function main(signal: AbortSignal, own: Store): Promise<Step | undefined> {
  const store: Store = new ShardedStore([new SqliteStore('a.db'), new PostgresStore('postgres://localhost/b'), own]);
  const engine = new Engine(store, { limits: { id: 100 }, onError: (error, { instance }) => void [error, instance] });
  engine.worker(
    ['ship', 'bill'],
    async (job: Job) => {
      if (job.variables.total > 10) throw new BpmnError('TOO_MUCH');
      return { done: true };
    },
    { concurrency: 5, lease: 1000 },
  );
  const running: Promise<void> = engine.run({ signal, grace: 100 });
  const tasks: Task[] = await engine.tasks.query({ candidateGroups: ['clerks'], dueBefore: 5 });
  for await (const task of engine.tasks.each({ lane: 'sales' })) await engine.tasks.claim(task, 'ann');
  for await (const job of engine.jobs('pull', { signal })) await job.complete({ n: 1 });
  const rows: HistoryRow[] = await engine.history.entries('one', { after: 3 });
  const done = await engine.transaction(
    async (tx: Transaction) => {
      await tx.connection.query('select 1');
      return engine.tasks.complete(tasks[0] ?? { businessKey: 'k', node: 'pay' }, {
        variables: { rows: rows.length },
        eventId: 'e',
      });
    },
    { shard: 'u1' },
  );
  await running;
  return done;
}

export function told(error: unknown): string {
  if (!(error instanceof HostError)) throw error;
  return error.code === 'severalTasks' ? 'which?' : error.message;
}

export async function refused(engine: Engine): Promise<void> {
  // @ts-expect-error a task is named by both
  await engine.tasks.complete({ instance: 'one' });
  // @ts-expect-error a reason is not optional
  await engine.runtime.cancel('one');
  // @ts-expect-error no policy
  await engine.runtime.message('m', { policy: 'some' });
  // @ts-expect-error no level
  new Engine(new MemoryStore(), { history: 'much' });
  // @ts-expect-error an operation is not for a value
  workflow.complete()(5);
  conformance(() => new MemoryStore(), { name: 'mine', test: () => {} });
}
