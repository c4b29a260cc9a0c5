// Looks over state machines that are written as JSON or YAML, and writes them as JSON or BPMN.
//
//   node machine.mjs check FILE...
//   node machine.mjs json FILE
//   node machine.mjs bpmn FILE
//
// All that is found is told, with its place in the file. Ends with 1 where a file cannot be run, with 2 where it was called wrongly.

import { toBpmn } from 'tidewheel'
import { check } from './machine/check.mjs'
import { line } from './machine/findings.mjs'
import { read } from './machine/read.mjs'

const USAGE = `node machine.mjs check FILE...   says what is wrong with state machines in JSON or YAML
node machine.mjs json FILE       writes one as JSON
node machine.mjs bpmn FILE       writes one as BPMN, with a diagram
`

const WRITE = {
  json: ({ json }) => json,
  bpmn: ({ json }) => toBpmn(json),
}

/** Tells the findings of a file, and gives the file if it can be run. */
async function looked(name) {
  const file = await read(name)
  const { findings, summary } = check(file)
  for (const finding of findings) process.stderr.write(line(name, finding))
  const failed = findings.some(({ severity }) => severity === 'error')
  if (failed) process.exitCode = 1
  return failed ? undefined : { ...file, summary }
}

const [command, ...names] = process.argv.slice(2)
if (command === 'check' && names.length > 0) {
  for (const name of names) {
    const file = await looked(name)
    if (file) process.stdout.write(`${name}: ${file.summary}\n`)
  }
} else if (WRITE[command] && names.length === 1) {
  const file = await looked(names[0])
  if (file) process.stdout.write(`${WRITE[command](file).trimEnd()}\n`)
} else {
  process.stderr.write(USAGE)
  process.exitCode = 2
}
