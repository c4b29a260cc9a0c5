// The built page as files, so that looking at a host takes no second server.

import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm' }
/** Only names that a build makes: nothing that could lead out of its folder. */
const BUILT = /^\/(assets\/[\w.-]+)?$/

/** `{ type, body }` of a file of the page; undefined where the path is none. */
export async function file(folder, path) {
  if (!BUILT.test(path)) return undefined
  const name = path === '/' ? 'index.html' : path.slice(1)
  const type = TYPES[extname(name)]
  if (type === undefined) return undefined
  try {
    return { type, body: await readFile(join(folder, name)) }
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}
