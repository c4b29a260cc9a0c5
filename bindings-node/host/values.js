import { InvalidArgumentError, MissingPathError } from './errors.js';

const NAME = '[A-Za-z_$][\\w$]*';
const PATH = new RegExp(`^#${NAME}(\\.${NAME})*$`);
const ENTRY = /^\s*(\w+|'[^']*'|"[^"]*")\s*:\s*('[^']*'|"[^"]*"|[^,'"{}]+)\s*(?:,|$)/;
const WORDS = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** The names of a function's parameters, as its source has them; nothing for one that is taken apart. */
export function parametersOf(run) {
  const source = Function.prototype.toString.call(run).replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '');
  const single = /^(?:async\s+)?([A-Za-z_$][\w$]*)\s*=>/.exec(source);
  if (single !== null) return [single[1]];
  const names = [];
  let depth = 0;
  let text = '';
  for (const letter of source.slice(source.indexOf('('))) {
    const opens = '([{'.includes(letter);
    const closes = ')]}'.includes(letter);
    if (opens) depth += 1;
    if (closes) depth -= 1;
    if ((letter === ',' && depth === 1) || depth === 0) {
      names.push(/^\s*(?:\.\.\.)?\s*([A-Za-z_$][\w$]*)\s*(?:=|$)/.exec(text)?.[1]);
      text = '';
      if (depth === 0) break;
    } else if (depth > 1 || !opens) {
      text += letter;
    }
  }
  return names;
}

/**
 * The value that is wanted, for the arguments of a call.
 *
 * - `'#req.userId'` is an argument, or a member of it;
 * - an object, or a text such as `"{userId: '#req.userId', kind: 'new'}"`, is a map of such values;
 * - a function gets the arguments;
 * - anything else stands for itself; `'##'` begins a text that begins with `#`.
 */
export function valueOf(wanted, call) {
  if (typeof wanted === 'string') return textual(wanted, call);
  if (typeof wanted === 'function') return wanted(...call.given);
  if (wanted === null || typeof wanted !== 'object' || Array.isArray(wanted)) return wanted;
  return Object.fromEntries(Object.entries(wanted).map(([name, part]) => [name, valueOf(part, call)]));
}

/** A value that is a text; null where it is left out or empty. */
export function textOf(what, wanted, call) {
  const found = valueOf(wanted, call);
  if (found === undefined || found === null || found === '') return null;
  if (typeof found !== 'string' && typeof found !== 'bigint' && !Number.isSafeInteger(found)) {
    throw new InvalidArgumentError(`${what} is to be a text, and \`${wanted}\` gives another value`);
  }
  return String(found);
}

function textual(wanted, call) {
  if (wanted.startsWith('##')) return wanted.slice(1);
  if (wanted.startsWith('#')) return path(wanted, call);
  const trimmed = wanted.trim();
  return trimmed.startsWith('{') && trimmed.endsWith('}') ? literal(trimmed, call) : wanted;
}

function path(wanted, { names, given }) {
  if (!PATH.test(wanted)) throw new InvalidArgumentError(`\`${wanted}\` is no path: write \`#argument.member\``);
  const [first, ...members] = wanted.slice(1).split('.');
  const place = names.indexOf(first);
  if (place < 0 || given[place] === undefined) throw new MissingPathError(wanted, first);
  let found = given[place];
  for (const member of members) {
    const next = found !== null && typeof found === 'object' ? found[member] : undefined;
    // Methods are no data.
    if (next === undefined || typeof next === 'function') throw new MissingPathError(wanted, member);
    found = next;
  }
  return found;
}

function literal(wanted, call) {
  const found = {};
  for (let rest = wanted.slice(1, -1).trim(); rest !== '';) {
    const entry = ENTRY.exec(rest);
    if (entry === null) throw new InvalidArgumentError(`\`${wanted}\` is no map: write \`{name: '#argument.member'}\``);
    found[unquoted(entry[1])] = atom(entry[2].trim(), call);
    rest = rest.slice(entry[0].length).trim();
  }
  return found;
}

const unquoted = (part) => (/^['"]/.test(part) ? part.slice(1, -1) : part);

function atom(part, call) {
  if (/^['"]/.test(part)) return textual(part.slice(1, -1), call);
  if (WORDS.has(part)) return WORDS.get(part);
  const number = Number(part);
  return Number.isNaN(number) ? textual(part, call) : number;
}
