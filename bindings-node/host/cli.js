#!/usr/bin/env node
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants, outdated } from './constants.js';

const USAGE = `usage: tidewheel constants MODEL.bpmn... -o NAMES.ts [--check]

Writes the ids of processes and nodes and the names of messages, signals, errors and variables as typed constants, into
TypeScript, or into JavaScript where the file ends in .js or .mjs. With --check it writes nothing, and fails where the
file is not what the models say.`;

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}

function read(words) {
  const models = [];
  let [output, check] = [null, false];
  for (let n = 0; n < words.length; n += 1) {
    if (words[n] === '-o' || words[n] === '--output') output = words[(n += 1)] ?? null;
    else if (words[n] === '--check') check = true;
    else if (words[n].startsWith('-')) return null;
    else models.push(words[n]);
  }
  return models.length === 0 || output === null ? null : { models, output, check };
}

function run([command, ...words]) {
  const given = command === 'constants' ? read(words) : null;
  if (given === null) return fail(USAGE);
  const { models, output, check } = given;
  const texts = models.map((model) => readFileSync(model, 'utf8'));
  const wanted = constants(texts, { types: !/\.[cm]?js$/.test(output) });
  if (!check) return writeFileSync(output, wanted);
  const differences = existsSync(output) ? outdated(readFileSync(output, 'utf8'), wanted) : ['it is not there'];
  if (differences.length > 0) fail(`${output}: ${differences.join(`\n${output}: `)}`);
  return undefined;
}

try {
  run(process.argv.slice(2));
} catch (error) {
  fail(error.message);
}
