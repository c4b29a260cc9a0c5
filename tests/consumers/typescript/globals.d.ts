// The packages' types need neither a browser's globals nor Node's; the snippets need this.
declare const console: { log(...values: unknown[]): void };
declare module 'node:fs' {
  export function readFileSync(path: string, encoding: 'utf8'): string;
}
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: any;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: (this: AbortSignal, event: object) => any, options?: boolean | { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: (this: AbortSignal, event: object) => any): void;
}
