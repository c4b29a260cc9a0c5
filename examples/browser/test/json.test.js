import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatJson, parseObject } from '../src/json.js';

const READABLE = ['', '  ', '{}', '{"a": 1}', '{"a": [1, -2.5e3, true, null, "x\\n\\u00e9"], "b": {"c": {}}}'];

for (const text of READABLE) {
  test(`reads ${JSON.stringify(text)}`, () => {
    assert.deepEqual(parseObject(text), { value: JSON.parse(text.trim() || '{}') });
  });
}

const UNREADABLE = [
  ['{"a" 1}', 1, 6, /colon is missing/],
  ['{\n  "a": 1\n  "b": 2\n}', 3, 3, /comma or `}` is missing/],
  ['{"a": 1,}', 1, 8, /no comma may stand before `}`/],
  ['{a: 1}', 1, 2, /names stand in double quotes: "a"/],
  ['{"a": medium}', 1, 7, /text stands in double quotes: "medium"/],
  ['{"a": \'x\'}', 1, 7, /double quotes/],
  ['{"a": "x}', 1, 7, /no closing quote/],
  ['{"a": [1, 2}', 1, 12, /comma or `]` is missing/],
  ['{"a": {"b": 1}', 1, 1, /never closed/],
  ['{"a": }', 1, 7, /value is missing here/],
  ['{"a":', 1, 6, /missing at the end/],
  ['{"a": "\\d"}', 1, 8, /escape is unknown/],
  ['{} {}', 1, 4, /nothing may follow/],
  ['[1]', 1, 1, /variables are an object/],
  ['12', 1, 1, /variables are an object/],
  ['{"a": 01}', 1, 8, /comma or `}` is missing/],
];

for (const [text, line, column, message] of UNREADABLE) {
  test(`says what is wrong with ${JSON.stringify(text)}`, () => {
    const { error } = parseObject(text);
    assert.match(error.message, message);
    assert.deepEqual([error.line, error.column], [line, column]);
  });
}

test('agrees with the language about what is readable', () => {
  const seed = '{"a": [1, -2.5e3, true], "b": {"c": "x\\n", "d": null}}';
  const alphabet = '{}[]",:0-1e.\\ntrue ';
  let state = 7;
  const random = (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  for (let round = 0; round < 4000; round += 1) {
    const at = random(seed.length);
    const text = seed.slice(0, at) + alphabet[random(alphabet.length)] + seed.slice(at + random(3));
    let readable = true;
    try {
      JSON.parse(text);
    } catch {
      readable = false;
    }
    assert.equal(parseObject(text).error === undefined, readable, text);
  }
});

test('short objects stay on one line', () => {
  assert.equal(formatJson({}), '{}');
  assert.equal(formatJson({ attempts: 1 }), '{ "attempts": 1 }');
  assert.match(formatJson({ requester: 'mei.lin@example.com', size: 'medium' }), /^{\n {2}"requester"/);
});
