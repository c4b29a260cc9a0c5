// A file as JSON, with the places of its parts.

import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { readYaml } from './yaml.mjs'

const YAML = new Set(['.yaml', '.yml'])

/**
 * `{ json, place, findings }`: the text as JSON; `place(pointer)`, where in the file a part of it stands, unless the findings in
 * the JSON say so themselves; and what kept the file from being read.
 */
export async function read(name) {
  let text
  try {
    text = await readFile(name, 'utf8')
  } catch (error) {
    return {
      findings: [{ severity: 'error', code: 'unreadable', message: `the file cannot be read: ${error.message}` }],
    }
  }
  if (YAML.has(extname(name).toLowerCase())) return readYaml(text)
  return { json: text, findings: [] }
}
