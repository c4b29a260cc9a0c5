// Runs a model's JavaScript in a worker: it cannot reach the page, and is stopped when it takes too long. It can still
// do what any script of this site may do, so only models that one trusts are run, and only when asked to.

const LIMIT_MS = 1000;

/** Resolves to `{ value }` or `{ error }`. */
export function run(source, variables) {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./evaluate.worker.js', import.meta.url), { type: 'module' });
    const done = (result) => {
      clearTimeout(timer);
      worker.terminate();
      resolve(result);
    };
    const timer = setTimeout(() => done({ error: `it took longer than ${LIMIT_MS} ms` }), LIMIT_MS);
    worker.addEventListener('message', ({ data }) => done(data));
    worker.addEventListener('error', (event) => done({ error: event.message || 'the worker could not be started' }));
    worker.postMessage({ source, variables });
  });
}
