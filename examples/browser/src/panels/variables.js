import { h } from '../ui/dom.js';

const VALUE_CLASS = { string: 'text', number: 'number', boolean: 'literal' };

/** Variables as a two-column list; nested values as JSON. */
export function jsonBlock(variables, id) {
  const names = Object.keys(variables);
  if (names.length === 0) return h('p.empty', { data: { block: id } }, 'none');
  return h(
    'dl.variables',
    { data: { block: id } },
    names.map((name) => [h('dt', {}, name), h('dd', {}, valueOf(variables[name]))]),
  );
}

function valueOf(value) {
  const kind = VALUE_CLASS[typeof value] ?? (value === null ? 'literal' : 'nested');
  return h(
    `code.${kind}`,
    {},
    kind === 'nested' ? JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ') : JSON.stringify(value),
  );
}
