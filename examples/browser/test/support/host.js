// The examples of a live host, in Node and in Python, on the packages under test.

import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const EXAMPLES = join(ROOT, 'examples');
/** Where the packages are installed beside their drivers of databases. */
const PACKAGES = join(ROOT, 'bindings-node/test/host/node_modules');
const PYTHONS = [process.env.TIDEWHEEL_PYTHON, join(ROOT, 'target/venv/bin/python')];
const PYTHON = PYTHONS.find((path) => path && existsSync(path));

/** How to run the example in a language; `missing` says why it cannot be. */
export const EXAMPLE = {
  node: {
    missing: existsSync(join(PACKAGES, 'tidewheel/host')) ? undefined : 'the host for Node is not installed',
    command: () => [process.execPath, [join(copied(), 'node/live/main.mjs')], {}],
  },
  python: {
    missing: python() ? undefined : 'the host for Python is not installed',
    command: () => [PYTHON, ['-m', 'live'], { cwd: join(EXAMPLES, 'python') }],
  },
};

function python() {
  return PYTHON !== undefined && spawnSync(PYTHON, ['-c', 'import tidewheel.host']).status === 0;
}

/** A copy beside the packages, where the example finds them by name. */
function copied() {
  const folder = join(PACKAGES, '.live');
  for (const part of ['node/live', 'node/monitor', 'models']) {
    mkdirSync(join(folder, part), { recursive: true });
    cpSync(join(EXAMPLES, part), join(folder, part), { recursive: true });
  }
  return folder;
}

/** Starts the example on a database; resolves to `{ address, stop }` once it answers. */
export async function startHost(language, { database, port = 0 }) {
  const [program, words, options] = EXAMPLE[language].command();
  const given = ['--database', database, '--port', String(port)];
  const child = spawn(program, [...words, ...given], { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const address = await Promise.race([told(child.stdout), ended]);
  if (typeof address !== 'string') throw new Error(`the example in ${language} ended before it was ready: ${address}`);
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { address, stop };
}

async function told(output) {
  for await (const line of createInterface(output)) {
    const found = /this host at (http:\S+)\. /.exec(line);
    if (found) return found[1];
  }
  return undefined;
}

/** A new folder that is gone after the test. */
export function folder(context) {
  const made = mkdtempSync(join(tmpdir(), 'tidewheel-live-'));
  context.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}
