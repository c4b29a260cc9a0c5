// A host may be killed anywhere: what it was about goes on where it was, and nothing happens twice.
//
// TIDEWHEEL_KILLS and TIDEWHEEL_INSTANCES make more of it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { MODEL, engineOf } from './support/crash-host.mjs';
import { DURABLE, onStores } from './support/stores.mjs';

const SPEED = 1000;
const KILLS = Number(process.env.TIDEWHEEL_KILLS ?? 12);
const INSTANCES = Number(process.env.TIDEWHEEL_INSTANCES ?? 40);
const PROGRAM = fileURLToPath(new URL('support/crash-host.mjs', import.meta.url));

/** A host that works. */
async function host(where, began) {
  const child = spawn(process.execPath, [PROGRAM, where, String(SPEED), String(began)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await Promise.race([new Promise((resolve) => child.stdout.once('data', resolve)), ended]);
  assert.equal(child.exitCode, null);
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  return { kill };
}

onStores(
  'a host that is killed loses nothing',
  async (store) => {
    const where = await store.place();
    const began = Date.now();
    const engine = engineOf(where, SPEED, began);
    await engine.open();
    const { versions } = await engine.repository.deploy(MODEL, { name: 'workspace-v1' });
    const [process] = Object.keys(versions);
    const variables = { requester: 'mei.lin@example.com', size: 'medium' };
    let started = 0;
    const start = async () => {
      const n = started;
      started += 1;
      await engine.runtime.start(process, { id: `i${n}`, businessKey: `b${n}`, variables });
      await engine.tasks.complete({ businessKey: `b${n}`, node: 'request-workspace' }, { eventId: 'requested' });
    };
    for (let n = 0; n < KILLS; n += 1) {
      const { kill } = await host(where, began);
      const end = Date.now() + Math.random() * 300;
      // This program works on the same store, and always has something new for the one that is killed.
      while (started < (INSTANCES * (n + 1)) / KILLS) await start();
      await sleep(Math.max(0, end - Date.now()));
      await kill();
    }
    const { kill } = await host(where, began);
    for (
      const end = Date.now() + 120_000;
      (await engine.runtime.instances({ statuses: ['active'], limit: 1 })).length > 0;
    ) {
      assert.ok(Date.now() < end, 'some instances do not end');
      await sleep(100);
    }
    await kill();
    await engine.settle();
    const rows = await engine.runtime.instances({ limit: 10_000 });
    assert.equal(rows.length, INSTANCES);
    assert.deepEqual(
      rows.filter(({ status }) => status !== 'completed' && status !== 'terminated'),
      [],
    );
    assert.deepEqual([await engine.management.obligations(), await engine.management.undelivered()], [[], []]);
    for (const { id, revision } of rows) {
      assert.deepEqual(await engine.management.check(id), []);
      const ids = (await engine.history.events(id)).map((event) => event.id);
      assert.deepEqual([ids.length, new Set(ids).size], [revision, revision]);
    }
    await engine.close();
  },
  DURABLE,
);
