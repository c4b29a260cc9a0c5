// Serves the object and the worker to Restate.
//
//   node service.mjs [MODEL...]
//
// A model that has changed is one more argument: instances of the older one stay on it.

import './polyfill.mjs'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http2'
import { createEndpointHandler } from '@restatedev/restate-sdk'
import { Definition } from 'tidewheel'
import { functions } from './functions.mjs'
import { processInstance } from './instance.mjs'
import { worker } from './worker.mjs'

/**
 * How Restate tries a call again that a crash has ended: soon after the service is back, and without giving up.
 * What fails in the business is tried again as the model says.
 */
const retryPolicy = { initialInterval: 100, exponentiationFactor: 2, maxInterval: 2000, maxAttempts: 2 ** 31 - 1 }

const WORKSPACE = new URL('../models/workspace-provisioning.bpmn', import.meta.url)

const models = process.argv.length > 2 ? process.argv.slice(2) : [WORKSPACE]
const definitions = models.map((model) => Definition.parse(readFileSync(model, 'utf8')))
const services = [processInstance(definitions), worker(functions)]
const endpoint = createEndpointHandler({ services, defaultServiceOptions: { retryPolicy } })

createServer(endpoint).listen(Number(process.env.PORT ?? 9080), '127.0.0.1')
