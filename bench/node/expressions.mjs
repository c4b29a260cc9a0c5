// Measures one evaluator of FEEL: node expressions.mjs NAME EXPRESSIONS OUT [--quick]
//
// Each condition is evaluated for many sets of variables at once, as a host does that looks through its
// instances; the rate is that of single evaluations.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import assert from 'node:assert/strict';
import { FULL, QUICK, rate } from './measure.mjs';

const BATCH = 1_000;
const [name, expressions, out, ...rest] = process.argv.slice(2);

const evaluators = {
  async feelin() {
    const { evaluate } = await import('feelin');
    // It takes no compiled form: what it parses, it parses each time.
    const value = (text, variables) => {
      const result = evaluate(text, variables);
      return Object.hasOwn(result ?? {}, 'value') ? result.value : result;
    };
    const { version } = createRequire(import.meta.url)('feelin/package.json');
    return { version, all: (text) => (sets) => sets.map((set) => value(text, set)) };
  },
  async tidewheel(variant) {
    const { Expression } = await import(variant ? `tidewheel/${variant}` : 'tidewheel');
    return {
      all(text) {
        const expression = Expression.compile(`=${text}`);
        return (sets) => expression.evaluateAll(sets, 0);
      },
    };
  },
};

const [module, variant] = name.split('/');
const evaluator = await evaluators[module](variant);
const results = {};
for (const { name: condition, text, sets, values } of JSON.parse(readFileSync(expressions, 'utf8'))) {
  const evaluate = evaluator.all(text);
  assert.deepEqual(evaluate(sets), values, text);
  const batch = Array.from({ length: BATCH }, (_, n) => sets[n % sets.length]);
  const batches = await rate(rest.includes('--quick') ? QUICK : FULL, () => {
    if (evaluate(batch).length !== BATCH) throw new Error('the batch is not complete');
  });
  results[condition] = { perCpuSecond: batches * BATCH };
}
writeFileSync(out, JSON.stringify({ host: name, version: evaluator.version, results }, null, 1));
