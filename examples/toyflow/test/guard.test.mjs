// Whom the server answers, and which files it gives away.

import assert from 'node:assert/strict'
import { request } from 'node:http'
import { before, test } from 'node:test'
import { Server } from './support/server.mjs'

let server
before(async () => {
  server = await Server.start()
})

/** A call as it is, which `fetch` would make safe. */
const get = (path, headers = {}) =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.address)
    request({ hostname, port, path, headers }, (response) => {
      let text = ''
      response.on('data', (part) => (text += part))
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }))
    })
      .on('error', reject)
      .end()
  })

test('pages from elsewhere are not answered, under whatever name they call', async () => {
  for (const headers of [{ host: 'attacker.example' }, { origin: 'https://attacker.example' }, { origin: 'null' }]) {
    const { status, text } = await get('/processes', headers)
    assert.deepEqual([status, JSON.parse(text).stateCode], [403, '500'])
  }
  const { port } = new URL(server.address)
  for (const headers of [{ host: `localhost:${port}` }, { origin: server.address }]) {
    assert.equal((await get('/processes', headers)).status, 200)
  }
})

test('the page is served, its modules too, and no other file', async () => {
  const { status, headers, text } = await get('/')
  assert.deepEqual([status, headers['content-type']], [200, 'text/html; charset=utf-8'])
  assert.match(text, /<!doctype html>/i)
  for (const path of ['/main.mjs', '/vendor/dagre.mjs', '/vendor/bpmn-js.mjs']) {
    const module = await get(path)
    assert.equal(module.status, 200, path)
    assert.match(module.headers['content-type'], /^(text|application)\/javascript/, path)
  }
  const others = ['/server.mjs', '/../server.mjs', '/..%2fserver.mjs', '/%2e%2e/server.mjs', '/page/../server/app.mjs']
  for (const path of [...others, '/vendor/../../server.mjs', '/vendor/fastify.mjs', '/toyflow.db', '/package.json']) {
    assert.equal((await get(path)).status, 404, path)
  }
})
