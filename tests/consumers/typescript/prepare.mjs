// The snippets of the READMEs are TypeScript as well.
import { copyFileSync } from 'node:fs';

for (const name of ['snippet', 'snippet-wasm']) copyFileSync(`${name}.mjs`, `${name}.mts`);
