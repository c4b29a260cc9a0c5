/** What a step may have none of: lists of its commit, and messages among what it opens. */
const LISTS = ['opened', 'closed', 'sent', 'history'];
const MARKS = [
  ['candidates', '"candidates":['],
  ['message', '"kind":"message"'],
];

/** Which of these the JSON text of a commit has none of; within texts, the quotes would be escaped. */
export function missing(json) {
  const empty = LISTS.filter((list) => json.includes(`"${list}":[]`));
  for (const [name, mark] of MARKS) if (!json.includes(mark)) empty.push(name);
  return empty;
}

// A part of a statement: `name as (` at the beginning of a line, up to the next one or to the end of them all.
const PART = /^(?:with )?(\w+) as \(/;
const USES = /->\s*'(\w+)'|'kind' = '(\w+)'/g;

/**
 * A statement in parts (`with … as (…)`) without those that would do nothing where a step has none of these, and
 * without those that read from them: a database sets each of them up before it finds that there is nothing to do.
 */
export function trimmed(text, empty) {
  const lines = text.split('\n');
  const parts = [];
  const rest = [];
  for (const line of lines) {
    const head = PART.exec(line);
    if (head !== null) parts.push({ name: head[1], lines: [line.replace(/^with /, '')] });
    else if (parts.length > 0 && (line.startsWith(' ') || line === '')) parts.at(-1).lines.push(line);
    else rest.push(line);
  }
  let kept = parts.filter(
    ({ lines: own }) => ![...own.join('\n').matchAll(USES)].some(([, list, kind]) => empty.includes(list ?? kind)),
  );
  for (let before = -1; before !== kept.length;) {
    before = kept.length;
    const names = new Set(kept.map(({ name }) => name));
    const gone = parts.filter(({ name }) => !names.has(name));
    // What reads from a part that has gone has nothing to do either.
    kept = kept.filter(
      ({ lines: own }) => !gone.some(({ name }) => new RegExp(`\\b(from|join) ${name}\\b`).test(own.join('\n'))),
    );
  }
  const body = kept.map(({ lines: own }) => own.join('\n').trimEnd().replace(/,$/, '')).join(',\n');
  return `with ${body}\n${rest.join('\n')}`;
}
