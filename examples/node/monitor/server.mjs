// Serves what can be seen of a running host, for reading only and for this machine only: docs/monitoring.md.

import { createServer } from 'node:http'
import { HostError } from 'tidewheel/host'
import { answer, Refusal } from './answers.mjs'
import { file } from './page.mjs'
import { stream } from './stream.mjs'

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/**
 * Serves until the server is closed; with port 0 on any that is free.
 *
 * @param options `page`: a folder with the built page, served at `/`
 */
export async function serve(engine, { port = 8787, page } = {}) {
  const server = createServer((request, response) => {
    respond(engine, page, request, response).catch((error) => refuse(response, error))
  })
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  return server
}

async function respond(engine, page, request, response) {
  admit(request, response)
  const url = new URL(request.url, 'http://127.0.0.1')
  const found = page === undefined ? undefined : await file(page, url.pathname)
  if (found !== undefined) return response.writeHead(200, { 'content-type': found.type }).end(found.body)
  const ask = () => answer(engine, url.pathname, url.searchParams)
  if (request.headers.accept === 'text/event-stream') return stream(response, ask)
  const body = JSON.stringify(await ask())
  return response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(body)
}

/** Who may ask: pages of this machine. A page from elsewhere could otherwise read all by the name of its own server. */
function admit({ method, headers }, response) {
  const { host, origin } = headers
  if (!loopback(`http://${host}`)) throw new Refusal(403, 'forbidden', 'this is for callers on the same machine')
  if (origin !== undefined) {
    if (!loopback(origin)) throw new Refusal(403, 'forbidden', 'this is for pages of the same machine')
    response.setHeader('access-control-allow-origin', origin)
    response.setHeader('vary', 'origin')
  }
  if (method !== 'GET') throw new Refusal(405, 'readOnly', 'this is for reading only: use GET')
}

const loopback = (origin) => URL.canParse(origin) && LOOPBACK.has(new URL(origin).hostname)

function refuse(response, error) {
  if (response.headersSent) return response.end()
  const status = error instanceof Refusal ? error.status : error.code?.startsWith?.('unknown') ? 404 : 500
  const code = error instanceof Refusal || error instanceof HostError ? error.code : 'internal'
  const body = JSON.stringify({ code, message: error.message })
  return response.writeHead(status, { 'content-type': 'application/json' }).end(body)
}
