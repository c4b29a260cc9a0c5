// The snippets of the READMEs print what they promise.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

for (const snippet of ['snippet.mjs', 'snippet-wasm.mjs']) {
  const promised = [...readFileSync(snippet, 'utf8').matchAll(/console\.log\(.*\) \/\/ (.*)/g)].map((found) => found[1]);
  assert.ok(promised.length > 0, snippet);
  const printed = execFileSync(process.execPath, [snippet], { encoding: 'utf8' });
  assert.deepEqual(printed.trimEnd().split('\n'), promised);
}
console.log('node: the snippets of the READMEs run');
