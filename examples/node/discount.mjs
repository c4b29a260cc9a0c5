// Runs a model with scripts and a condition in JavaScript, which Node evaluates.
//
//   node discount.mjs

import { readFileSync } from 'node:fs'
import { Definition, Instance } from 'tidewheel'
import { settle } from './scripts.mjs'

const model = new URL('../models/discount-javascript.bpmn', import.meta.url)
const definition = Definition.parse(readFileSync(model, 'utf8'))
const items = [{ price: 40, count: 2 }, { price: 25, count: 2 }]

for (const loyal of [false, true]) {
  const { instance } = Instance.start(definition, { id: 'basket', variables: { items, customer: { loyal } } }, Date.now())
  settle(instance)
  console.log(`${loyal ? 'loyal' : 'new'}: ${instance.variables().total} (${instance.status})`)
}
