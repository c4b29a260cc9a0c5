// An answer that is sent again whenever it has changed, as server-sent events.

import { setTimeout as pause } from 'node:timers/promises'

const POLL = 250
/** What says nothing for long is taken for dead by what lies between. */
const SILENCE = 15_000

export async function stream(response, ask) {
  let value = await ask()
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  let sent
  let last = Date.now()
  while (!response.destroyed) {
    const { now, ...rest } = value
    const text = JSON.stringify(rest)
    const silent = Date.now() - last > SILENCE
    if (text !== sent) response.write(`data: ${JSON.stringify(value)}\n\n`)
    else if (silent) response.write(': still here\n\n')
    if (text !== sent || silent) last = Date.now()
    sent = text
    await pause(POLL)
    // What has gone since ends the stream; who opens it again is told why.
    value = await ask()
  }
}
