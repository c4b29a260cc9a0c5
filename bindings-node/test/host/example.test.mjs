// The example service, on the packages under test.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { file } from './support/stores.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const examples = join(here, '../../../examples');

/** A copy beside the packages, where the example finds them by name. */
function copied() {
  const folder = join(here, 'node_modules/.example');
  for (const part of ['node/authentication', 'models']) {
    mkdirSync(join(folder, part), { recursive: true });
    cpSync(join(examples, part), join(folder, part), { recursive: true });
  }
  return join(folder, 'node/authentication');
}

const folder = copied();
const { open, story } = await import(pathToFileURL(join(folder, 'main.mjs')).href);

test('AI15: the example goes back and forks again, with business and workflow in one file', async () => {
  const place = file();
  let opened = await open(place);
  assert.deepEqual(await story(opened, 'a-1'), {
    status: 'completed',
    state: 'confirmed',
    nodes: [
      'START',
      'NODE_1',
      'XOR_dataSource',
      'NODE_2',
      'XOR_result',
      'NODE_1',
      'XOR_dataSource',
      'NODE_3',
      'XOR_result',
      'NODE_4',
      'END',
    ],
  });
  await opened.engine.close();
  opened = await open(place);
  const { engine, service, sql } = opened;
  assert.equal((await engine.repository.versions()).length, 1);
  // Business that throws leaves the workflow, workflow that refuses leaves the business as it was.
  await service.apply({ uuid: 'a-2', userId: 'u1', dataSource: 'upload' });
  await assert.rejects(service.judge({ uuid: 'a-2', result: 'perhaps' }), RangeError);
  await assert.rejects(service.hear({ uuid: 'a-2', result: 'genuine' }), { code: 'noTask' });
  await assert.rejects(service.apply({ uuid: 'a-3', userId: 'u1' }), { code: 'missingPath' });
  assert.deepEqual(await sql("select id, state from application where id > 'a-1'", []), [
    { id: 'a-2', state: 'handed in' },
  ]);
  await service.invalidate({ uuid: 'a-2' });
  const [cancelled] = await engine.runtime.instances({ businessKey: 'a-2' });
  assert.equal(cancelled.status, 'cancelled');
  assert.ok((await engine.history.entries(cancelled.id)).some(({ entry }) => entry.reason === 'FINISH_FORCE_INVALID'));
  await engine.close();
});

test('AI17: the names of the example are those of its model', () => {
  const program = join(here, 'node_modules/tidewheel/host/cli.cjs');
  const words = [
    'constants',
    join(examples, 'models/authentication.bpmn'),
    '-o',
    join(examples, 'node/authentication/names.mjs'),
    '--check',
  ];
  const checked = spawnSync(process.execPath, [program, ...words], { encoding: 'utf8' });
  assert.deepEqual([checked.status, checked.stderr], [0, '']);
});
