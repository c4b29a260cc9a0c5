// YAML as JSON, with the lines of the YAML.

import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'

/** `{ json, place, findings }`, as `read` gives it. */
export function readYaml(text) {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const findings = [...document.errors, ...document.warnings].map((problem) => finding(problem, lines))
  if (findings.some(({ severity }) => severity === 'error')) return { findings }
  const value = valueOf(document, findings)
  if (value === undefined) return { findings }
  return { json: JSON.stringify(value, null, 2), place: (pointer) => placeOf(document, pointer, lines), findings }
}

function finding({ name, code, message, pos }, lines) {
  const severity = name === 'YAMLWarning' ? 'warning' : 'error'
  return { severity, code: 'yaml', message: `${message} (${code})`, ...position(pos[0], lines) }
}

/** The value that the YAML stands for; what no JSON could say is a finding. */
function valueOf(document, findings) {
  const wrong = (message) => findings.push({ severity: 'error', code: 'yaml', message, line: 1, column: 1 })
  if (!isMap(document.contents)) return void wrong('a state machine is an object: keys with values')
  try {
    return document.toJS()
  } catch (error) {
    return void wrong(error.message)
  }
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
  return { line, column: col }
}
