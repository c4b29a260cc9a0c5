// The page, and the modules of packages that it loads: page/vendor.json names the files of those.

import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import files from '@fastify/static'

const FOLDER = fileURLToPath(new URL('../page/', import.meta.url))
const PACKAGES = fileURLToPath(new URL('../node_modules/', import.meta.url))

export async function page(app) {
  if (!existsSync(resolve(FOLDER, 'index.html'))) return
  await app.register(files, { root: FOLDER, cacheControl: false, wildcard: false, schemaHide: true })
  const list = resolve(FOLDER, 'vendor.json')
  if (!existsSync(list)) return
  for (const [name, path] of Object.entries(JSON.parse(readFileSync(list, 'utf8')))) {
    const url = `/vendor/${name.includes('.') ? name : `${name}.mjs`}`
    const file = resolve(PACKAGES, path.replace(/^node_modules\//, ''))
    app.get(url, { schema: { hide: true } }, (request, reply) => {
      // By the name under which it is asked for, since packages name modules as they like.
      if (url.endsWith('.mjs')) reply.type('text/javascript; charset=utf-8')
      return reply.sendFile(basename(file), dirname(file))
    })
  }
}
