// Runs the workspace process under the virtual clock and prints what happened when.
//
//   node workspace.mjs [--json] [SCENARIO...]
//
// The scenarios named, else all of them; with `--json` the full report of each on a line of its own,
// the same bytes in every language.

import { readFileSync } from 'node:fs'
import { Definition, Simulation } from 'tidewheel'
import { lines } from './timeline.mjs'

const model = (name) => readFileSync(new URL(`../models/${name}`, import.meta.url), 'utf8')
const definition = Definition.parse(model('workspace-provisioning.bpmn'))
const scenarios = JSON.parse(model('workspace-provisioning.scenarios.json'))

const words = process.argv.slice(2)
const json = words.includes('--json')
const names = words.filter((word) => !word.startsWith('--'))

for (const name of Object.keys(scenarios).sort()) {
  if (names.length && !names.includes(name)) continue
  const simulation = new Simulation(definition, scenarios[name])
  if (json) {
    console.log(name, simulation.runJson())
  } else {
    const report = simulation.run()
    console.log(`\n${name}: ${report.status}`)
    for (const line of lines(report)) console.log(`  ${line}`)
  }
}
