import type { Store } from './store.js';

/** What every store must do, by what it is called; each gets a store that is open and empty. */
export const CASES: { readonly [what: string]: (store: Store) => Promise<void> };

/**
 * Runs what every store must do as tests of `node:test`, or of another `test(name, run)`.
 *
 * @param make gives a new, empty store
 */
export function conformance(
  make: () => Store | Promise<Store>,
  options?: { name?: string; test?: (name: string, run: () => Promise<void>) => unknown },
): void;
