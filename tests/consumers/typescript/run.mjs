// The host's snippet and decorators, as the compiler writes them for a Node that knows neither `await using` nor those.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';

const [, promised] = /\/\/ (.*)$/m.exec(readFileSync('snippet-host.mts', 'utf8').split('console.log').at(-1));
for (const end of ['', '-wal', '-shm']) if (existsSync(`orders.db${end}`)) rmSync(`orders.db${end}`);
assert.equal(execFileSync(process.execPath, ['run/snippet-host.mjs'], { encoding: 'utf8' }).trim(), promised);
assert.ok(existsSync('orders.db'));

const { decorated } = await import('./run/host.mjs');
assert.equal(await decorated(readFileSync('order.bpmn', 'utf8')), 'a ship');
console.log('typescript: the host runs as its README shows');
