// What two checkers of published packages have to say of their files, entries and types.
import { execFileSync } from 'node:child_process';

const run = (program, ...words) => execFileSync('npx', ['--no-install', program, ...words], { stdio: 'inherit' });

for (const name of ['tidewheel', 'tidewheel-wasm']) {
  run('publint', '--strict', `node_modules/${name}`);
  // The resolution of Node 10 knows no sub-paths, so it cannot find their types.
  run('attw', '--pack', `node_modules/${name}`, '--exclude-entrypoints', './tidewheel.wasm', '--profile', 'node16',
    '--ignore-rules', 'untyped-resolution', '--format', 'ascii', '--quiet');
}
console.log('node: the packages are put together as they should be');
