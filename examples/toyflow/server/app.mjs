// The server as Fastify has it: the envelope, what becomes of errors, the description, the routes.

import { readFileSync } from 'node:fs'
import swagger from '@fastify/swagger'
import fastify from 'fastify'
import { stream } from './changes.mjs'
import { page } from './page.mjs'
import { Refusal, refusalOf } from './refusal.mjs'
import { routes } from './routes.mjs'
import { SHARED } from './schemas.mjs'

const { version, description } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])
/** Numbers in an address are digits; everywhere else a digit in quotes is a text. */
const NUMBERS = ['limit', 'offset', 'version']

/**
 * The server, not yet listening.
 *
 * @param toyflow `requests`, `processes` and the `store`
 * @param options `log`: where to write what goes wrong
 */
export async function serverOf({ requests, processes, store }, { log = { level: 'error' } } = {}) {
  const app = fastify({
    logger: log,
    forceCloseConnections: true,
    // What is longer is refused by the schemas, with a word.
    routerOptions: { maxParamLength: 10_000 },
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
    frameworkErrors: refuse,
  })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'ToyFlow on Tidewheel', version, description },
      tags: [{ name: 'requests' }, { name: 'actions' }, { name: 'processes' }],
    },
    refResolver: { buildLocalReference: (json) => json.$id },
  })
  for (const schema of SHARED) app.addSchema(schema)
  app.setErrorHandler(refuse)
  app.setNotFoundHandler((request) => {
    throw new Refusal(404, 'unknownAddress', `There is nothing at ${request.url}.`)
  })
  app.addHook('onRequest', guard)
  app.addHook('preValidation', readNumbers)
  app.addContentTypeParser('application/json', { parseAs: 'string' }, readJson(app))

  const listen = (request, reply) => {
    reply.hijack()
    stream(store, reply.raw)
  }
  const all = routes({ requests, processes, stream: listen })
  for (const { handler, ...route } of all)
    app.route({ ...route, handler: handler === listen ? handler : wrapped(handler) })
  forbidTheRest(app, all)
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger())
  await app.register(page)
  await app.ready()
  return app
}

const wrapped = (handler) => async (request) => ({ stateCode: '200', data: await handler(request) })

function refuse(error, request, reply) {
  const { status, ...told } = refusalOf(error)
  if (status >= 500) request.log.error(error)
  const choice = status === 409 && request.method === 'PUT' && request.url.startsWith('/choices/')
  const data = choice ? { valid: false, ...told } : told
  return reply.code(status).send({ stateCode: '500', data })
}

/**
 * Nobody is asked who they are, so this is for callers of the same machine: a page from elsewhere could otherwise call
 * it by giving its own name the address of this machine.
 */
async function guard({ headers }) {
  if (headers.host !== undefined && !local(`http://${headers.host}`)) {
    throw new Refusal(403, 'forbidden', 'This is for callers on the same machine.')
  }
  if (headers.origin !== undefined && !local(headers.origin)) {
    throw new Refusal(403, 'forbidden', 'This is for pages of the same machine.')
  }
}

const local = (origin) => URL.canParse(origin) && LOOPBACK.has(new URL(origin).hostname)

async function readNumbers({ query }) {
  for (const name of NUMBERS) if (/^\d{1,9}$/.test(query[name])) query[name] = Number(query[name])
}

/** Keeps the text as well: a definition is deployed as it was written, so that its findings have lines. */
function readJson(app) {
  const parse = app.getDefaultJsonParser('error', 'error')
  return (request, text, done) => {
    request.text = text
    parse(request, text, done)
  }
}

/** An address that is there is told from one that is not, whatever it is called with. */
function forbidTheRest(app, all) {
  for (const url of new Set(all.map((route) => route.url))) {
    const known = all.filter((route) => route.url === url).map(({ method }) => method)
    // A GET answers HEAD, too.
    const allowed = known.includes('GET') ? [...known, 'HEAD'] : known
    const forbid = async (request, reply) => {
      reply.header('allow', allowed.join(', '))
      throw new Refusal(405, 'methodNotAllowed', `${request.method} cannot be used here.`)
    }
    const method = app.supportedMethods.filter((one) => !allowed.includes(one))
    // Before anything is said of what was sent.
    app.route({ method, url, schema: { hide: true }, onRequest: forbid, handler: forbid })
  }
}
