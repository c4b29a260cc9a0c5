// A PostgreSQL of its own for the time of the tests, on the loopback, in a folder that goes afterwards.
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Debian keeps the server, the newest first, else wherever the system finds it. */
function programs() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return [...versions.map((version) => join(debian, version, 'bin')), ...(process.env.PATH ?? '').split(':')].find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  );
}

/** The server refuses to run as root. */
function unprivileged() {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (option) =>
        Number(execFileSync('id', [option, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // There is no such user here.
    }
  }
  return null;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** `{ url, socket, stop }`, or `{ missing }`, which says why there is none. */
export async function startCluster() {
  const folder = programs();
  if (folder === undefined) return { missing: 'there is no PostgreSQL on this machine (apt-get install postgresql)' };
  const user = unprivileged();
  if (user === null) return { missing: 'there is no user without privileges to run PostgreSQL as' };
  const base = mkdtempSync(join(tmpdir(), 'tidewheel-postgres-'));
  if (user.uid !== undefined) chownSync(base, user.uid, user.gid);
  const data = join(base, 'data');
  const options = { ...user, cwd: base, stdio: ['ignore', 'ignore', 'pipe'] };
  execFileSync(
    join(folder, 'initdb'),
    ['-D', data, '-U', 'tidewheel', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    options,
  );
  const port = await freePort();
  const words = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', base, '-c', 'max_connections=100'];
  const server = spawn(join(folder, 'postgres'), words, { ...options, stdio: 'ignore' });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const url = `postgres://tidewheel@127.0.0.1:${port}/postgres`;
  await ready(url, server);
  const stop = async () => {
    server.kill('SIGINT');
    await ended;
    rmSync(base, { recursive: true, force: true });
  };
  // The same by a socket in the file system, which costs less than the loopback.
  const socket = `postgres://tidewheel@/postgres?host=${encodeURIComponent(base)}&port=${port}`;
  return { url, socket, stop, server };
}

async function ready(url, server) {
  const { default: pg } = await import('pg');
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (server.exitCode !== null) throw new Error('PostgreSQL has ended at once');
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error('PostgreSQL does not answer');
}
