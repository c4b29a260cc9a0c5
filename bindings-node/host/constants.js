import { Definition } from '../index.js';

const TAG = (name) => new RegExp(`<(?:[\\w-]+:)?${name}\\b([^>]*)>`, 'g');
const ATTRIBUTE = (name) => new RegExp(`(?:^|\\s)(?:[\\w-]+:)?${name}\\s*=\\s*("([^"]*)"|'([^']*)')`);
const ENTITIES = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Elements of which an attribute names a variable. */
const VARIABLES = [
  ['dataObject', 'name'],
  ['dataObject', 'id'],
  ['property', 'name'],
  ['inputParameter', 'name'],
  ['outputParameter', 'name'],
  ['formField', 'id'],
  ['input', 'target'],
  ['output', 'target'],
];
/** Attributes that name a variable, whatever element they are on. */
const NAMING = [
  'resultVariable',
  'resultVariableName',
  'errorMessageVariable',
  'inputElement',
  'outputElement',
  'outputCollection',
  'elementVariable',
];
const EXPRESSION = /<(?:[\w-]+:)?(?:conditionExpression|condition|completionCondition)\b[^>]*>([^<]*)</g;
// What expressions are made of beside variables.
const KEYWORDS = new Set([
  'and',
  'or',
  'not',
  'true',
  'false',
  'null',
  'empty',
  'eq',
  'ne',
  'lt',
  'gt',
  'le',
  'ge',
  'div',
  'mod',
  'if',
  'then',
  'else',
  'for',
  'in',
  'return',
  'some',
  'every',
  'satisfies',
  'between',
  'instance',
  'of',
  'function',
  'execution',
]);

function attribute(attributes, name) {
  const found = ATTRIBUTE(name).exec(attributes);
  return found === null ? undefined : decoded(found[2] ?? found[3]);
}

const decoded = (text) => text.replace(/&(\w+);/g, (whole, name) => ENTITIES[name] ?? whole);

function named(xml, tag, name) {
  return [...xml.matchAll(TAG(tag))].map(([, attributes]) => attribute(attributes, name)).filter((found) => found);
}

/** The variables that an expression reads: its names, but members, functions, and what is quoted. */
function readBy(expression) {
  const text = decoded(expression)
    .replace(/"[^"]*"|'[^']*'/g, ' ')
    .replace(/[#$]\{|\}/g, ' ');
  const names = [...text.matchAll(/(?<![\w.])([A-Za-z_]\w*)(?!\w*\s*\()/g)].map(([, name]) => name);
  return names.filter((name) => !KEYWORDS.has(name));
}

/** What a model calls things: ids of processes and nodes, names of messages, signals, errors and variables. */
export function namesOf(xml) {
  const definition = Definition.parse(xml, { lenient: true });
  const text = xml.replace(/<!--[^]*?-->/g, '');
  const variables = VARIABLES.flatMap(([tag, name]) => named(text, tag, name));
  for (const name of NAMING) {
    for (const [, ...found] of text.matchAll(new RegExp(ATTRIBUTE(name).source, 'g')))
      variables.push(decoded(found[1] ?? found[2]));
  }
  for (const [, expression] of text.matchAll(EXPRESSION)) variables.push(...readBy(expression));
  return {
    Process: definition.processes.map(({ id }) => id),
    Node: definition.elements.map(({ id }) => id),
    Message: named(text, 'message', 'name'),
    Signal: named(text, 'signal', 'name'),
    Error: named(text, 'error', 'errorCode'),
    Variable: variables.filter((name) => /^[A-Za-z_]\w*$/.test(name)),
  };
}

/** The constants of models as a module: TypeScript, or JavaScript without the types. */
export function constants(models, { types = true } = {}) {
  const all = models.map(namesOf);
  const lines = ['// Written by `tidewheel constants`; do not edit.'];
  for (const kind of ['Process', 'Node', 'Message', 'Signal', 'Error', 'Variable']) {
    const names = [...new Set(all.flatMap((one) => one[kind]))].sort();
    if (names.length === 0) continue;
    const entries = names.map(
      (name) => `  ${/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)}: ${JSON.stringify(name)},`,
    );
    const shown = kind === 'Error' ? 'ErrorCode' : kind;
    lines.push(
      '',
      `export const ${shown} = ${types ? '' : 'Object.freeze('}{`,
      ...entries,
      types ? '} as const;' : '});',
    );
    if (types) lines.push(`export type ${shown} = (typeof ${shown})[keyof typeof ${shown}];`);
  }
  return `${lines.join('\n')}\n`;
}

/** How a file differs from what the models say now, in words; nothing where it does not. */
export function outdated(file, wanted) {
  const [have, want] = [file, wanted].map((text) =>
    text
      .split('\n')
      .filter((line) => line.startsWith('  '))
      .map((line) => line.trim()),
  );
  const gone = have.filter((line) => !want.includes(line)).map((line) => `no longer in the models: ${line}`);
  const added = want.filter((line) => !have.includes(line)).map((line) => `not in the file: ${line}`);
  if (gone.length + added.length > 0) return [...gone, ...added];
  return file === wanted ? [] : ['the file is not as it would be written'];
}
