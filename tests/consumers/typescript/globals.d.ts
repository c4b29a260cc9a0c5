// The packages' types need neither a browser's globals nor Node's; the snippets need this.
declare const console: { log(...values: unknown[]): void };
