// Something between callers and a server that lets every call through, and while it is told to, no answer back.

import { once } from 'node:events'
import { connect, createServer } from 'node:net'

/** `{ address, hold(), close() }`; what `hold` gives ends the silence, for connections made afterwards. */
export async function silencer(target) {
  const { port } = new URL(target)
  const sockets = new Set()
  let silent = false
  const between = createServer((caller) => {
    const server = connect(port, '127.0.0.1')
    const muted = silent
    for (const socket of [caller, server]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        // Who waits for an answer is told that none will come.
        caller.destroy()
        server.destroy()
      })
    }
    caller.pipe(server)
    if (muted) server.resume()
    else server.pipe(caller)
  })
  between.listen(0, '127.0.0.1')
  await once(between, 'listening')
  return {
    address: `http://127.0.0.1:${between.address().port}`,
    hold() {
      // Callers keep connections: those that are there would go on talking.
      for (const socket of sockets) socket.destroy()
      silent = true
      return () => {
        silent = false
      }
    },
    close() {
      for (const socket of sockets) socket.destroy()
      between.close()
    },
  }
}
