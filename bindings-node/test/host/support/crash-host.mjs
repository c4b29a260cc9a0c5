// A host that is there to be killed: node crash-host.mjs STORE SPEED BEGAN
//
// STORE is a file of SQLite or the address of a PostgreSQL. It works on the workspace process until it is killed, on a
// clock that has run SPEED times as fast as others since BEGAN, in milliseconds since 1970. Its workers fail now and then.
import { readFileSync } from 'node:fs';
import { Definition } from 'tidewheel';
import { BpmnError, Engine, PostgresStore, SqliteStore } from 'tidewheel/host';

export const MODEL = readFileSync(
  new URL('../../../../examples/models/workspace-provisioning.bpmn', import.meta.url),
  'utf8',
);
const EPOCH = Date.UTC(2026, 0, 1);

/** An engine on the store that a text names, with a clock that all processes agree on. */
export function engineOf(where, speed, began) {
  const store = where.startsWith('postgres:') ? new PostgresStore(where) : new SqliteStore(where);
  return new Engine(store, { clock: { now: () => EPOCH + (Date.now() - began) * speed } });
}

/** Does any job; an allocation is refused now and then, and tried again after a while. */
function work(job) {
  if (job.node !== 'allocate') return {};
  const attempts = (job.variables.attempts ?? 0) + 1;
  if (Math.random() < 0.4)
    throw new BpmnError('ALLOCATION_FAILED', 'none is free', { attempts, reason: 'none is free' });
  return { attempts, workspace: { id: 'ws-1', cpus: 4 } };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const [where, speed, began] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
  const { elements } = Definition.parse(MODEL);
  const engine = engineOf(where, speed, began);
  await engine.open();
  const tasks = elements.filter(({ type }) => type === 'serviceTask' || type === 'sendTask').map(({ id }) => id);
  engine.worker(tasks, work, { lease: 2000 * speed });
  console.log('open');
  await engine.run({ poll: 50 });
}
