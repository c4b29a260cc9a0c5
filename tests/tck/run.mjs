// Runs a bundle of cases in the bare module: node run.mjs MODULE BUNDLE REPORT

import { readFileSync, writeFileSync } from "node:fs";

const [module, bundle, report] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(readFileSync(module), {});
const { push, run, at } = instance.exports;
for (const byte of readFileSync(bundle)) push(byte);
writeFileSync(report, Uint8Array.from({ length: run() }, (_, index) => at(index)));
