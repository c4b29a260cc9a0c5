// Runs the tests of the durable host, with a PostgreSQL that is started for them where there is one.
//
//   node run.mjs [FILE...]
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { startCluster } from './support/cluster.mjs';

const given = process.argv.slice(2);
const here = new URL('.', import.meta.url);
const files =
  given.length > 0
    ? given
    : readdirSync(here)
        .filter((name) => name.endsWith('.test.mjs'))
        .sort();

const url = process.env.TIDEWHEEL_POSTGRES;
const cluster = url === undefined ? await startCluster() : { url, stop: async () => {} };
if (cluster.missing) console.error(`\n*** NOT TESTED ON POSTGRESQL: ${cluster.missing} ***\n`);

const words = ['--test', ...(given.length > 0 ? [] : ['--test-reporter=dot']), ...files];
const env = { ...process.env, ...(cluster.missing ? {} : { TIDEWHEEL_POSTGRES: cluster.url }) };
const child = spawn(process.execPath, words, { cwd: here, env, stdio: 'inherit' });
const code = await new Promise((resolve) => child.once('exit', resolve));
await cluster.stop?.();
process.exit(code ?? 1);
