// Tells who listens which requests have changed: whoever has changed them, people or timers.

import { EventEmitter } from 'node:events'
import { SqliteStore } from 'tidewheel/host'

/** What says nothing for long is taken for dead by what lies between. */
const SILENCE = 15_000

/** A store that tells the id of every instance that has taken a step, once that is on the disk. */
export class WatchedStore extends SqliteStore {
  #changed = new EventEmitter().setMaxListeners(0)
  #watched = new WeakSet()

  transaction(work, options) {
    return super.transaction((transaction) => work(this.#watch(transaction)), options)
  }

  /** Calls a function with the id of each instance that changes from now on; gives a function that ends this. */
  onChange(told) {
    this.#changed.on('change', told)
    return () => this.#changed.off('change', told)
  }

  /** What joins a transaction gets the same one again. */
  #watch(transaction) {
    if (this.#watched.has(transaction)) return transaction
    this.#watched.add(transaction)
    for (const write of ['create', 'save']) {
      const original = transaction[write]
      transaction[write] = async (step) => {
        const written = await original.call(transaction, step)
        if (written) {
          const { instance } = JSON.parse(step.commit)
          this.afterCommit(() => this.#changed.emit('change', instance))
        }
        return written
      }
    }
    return transaction
  }
}

/** Answers with server-sent events until the caller goes away. */
export function stream(store, response) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write(': listening\n\n')
  const end = store.onChange((requestID) => {
    response.write(`event: changed\ndata: ${JSON.stringify({ requestID })}\n\n`)
  })
  const beat = setInterval(() => response.write(': still here\n\n'), SILENCE)
  response.once('close', () => {
    clearInterval(beat)
    end()
  })
}
