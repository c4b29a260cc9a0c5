// YAML as JSON, with the lines of the YAML.

import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml'

/** `{ json, place, findings }`, as `read` gives it. */
export function readYaml(text) {
  const lines = new LineCounter()
  const findings = []
  const wrong = (message, offset = 0) =>
    void findings.push({ severity: 'error', code: 'invalidYaml', message, ...position(offset, lines) })
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
    for (const { code, message, pos } of document.errors) wrong(`${message} (${code})`, pos[0])
    if (findings.length === 0) lookOver(document, wrong)
    if (findings.length > 0) return { findings }
    const json = JSON.stringify(document.toJS(), null, 2)
    return { json, place: (pointer) => placeOf(document, pointer, lines), findings }
  } catch (error) {
    // What is nested too deeply, or stands for far more than is written.
    wrong(error.message)
    return { findings }
  }
}

/** What YAML can say and JSON cannot, and what stands for nothing. */
function lookOver(document, wrong) {
  if (!isMap(document.contents)) wrong('a state machine is an object: keys with values')
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) === undefined) wrong(`nothing before this is named &${alias.source}`, alias.range[0])
    },
    Scalar(_, { value, range }) {
      if (typeof value !== 'number') return
      if (!Number.isFinite(value)) wrong('JSON has no such number', range[0])
      else if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
        wrong('JSON has no room for all digits of this number: write it as a text, in quotes', range[0])
      }
    },
  })
}

/** Where the part stands that a JSON pointer names; where it is missing, where it ought to be. */
function placeOf(document, pointer, lines) {
  let node = document.contents
  let offset = node.range[0]
  for (const name of pointer.split('/').slice(1).map(unescaped)) {
    const { key, value } = memberOf(node, name, document)
    if (key === undefined && !isNode(value)) break
    // Of what spans lines the key is what one looks for.
    offset = (isScalar(value) || key === undefined ? (value ?? key) : key).range[0]
    node = value
  }
  return position(offset, lines)
}

function memberOf(node, name, document) {
  if (isSeq(node)) return { value: resolved(node.items[Number(name)], document) }
  if (!isMap(node)) return {}
  const pair = node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === name)
  return pair ? { key: pair.key, value: resolved(pair.value, document) } : {}
}

/** What an alias stands for. */
const resolved = (node, document) => (node?.resolve ? node.resolve(document) : (node ?? undefined))

const unescaped = (part) => part.replaceAll('~1', '/').replaceAll('~0', '~')

function position(offset, lines) {
  const { line, col } = lines.linePos(offset)
  // An empty text has no lines at all.
  return { line: Math.max(line, 1), column: Math.max(col, 1) }
}
