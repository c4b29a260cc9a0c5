import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatDuration, formatElapsed, formatInstant, fromField, parseDuration, toField } from '../src/time.js';

const LENGTHS = {
  30: 30_000,
  0.5: 500,
  '250ms': 250,
  '30 s': 30_000,
  '10 min': 600_000,
  '1h30m': 5_400_000,
  '1 h 30 min': 5_400_000,
  '2d': 172_800_000,
  PT10M: 600_000,
  P1DT2H: 93_600_000,
  'pt0.25s': 250,
};

for (const [text, ms] of Object.entries(LENGTHS)) {
  test(`\`${text}\` is ${ms} ms`, () => assert.equal(parseDuration(text), ms));
}

for (const text of ['', 'soon', '10 x', '5 min ago', 'P', 'PT', '-3 s']) {
  test(`\`${text}\` is no length of time`, () => assert.equal(parseDuration(text), undefined));
}

test('lengths are shown by their two largest units', () => {
  const shown = [0, 250, 40_000, 1_500, 90_000, 600_000, 5_400_000, 86_400_000, 93_784_000].map(formatDuration);
  assert.deepEqual(shown, ['0 ms', '250 ms', '40 s', '1.5 s', '1 min 30 s', '10 min', '1 h 30 min', '1 d', '1 d 2 h']);
});

test('elapsed time reads like a stop watch', () => {
  const shown = [0, 30_000, 90_000, 800, 3_661_000, 86_400_000].map(formatElapsed);
  assert.deepEqual(shown, ['+0:00', '+0:30', '+1:30', '+0:00.800', '+1:01:01', '+24:00:00']);
});

test('instants are shown and read in UTC', () => {
  assert.equal(formatInstant(0), '1970-01-01 00:00:00');
  assert.equal(fromField(toField(1_767_254_400_000)), 1_767_254_400_000);
  assert.equal(fromField(''), undefined);
});
