// The client in Python, against a running server.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { Server } from './support/server.mjs'

const FOLDER = fileURLToPath(new URL('../', import.meta.url))
const PYTHON = process.env.PYTHON ?? 'python3'

let server

before(async () => {
  server = await Server.start()
})

/** Runs Python in the folder of the client: `{ code, out, err }`. */
function python(...words) {
  return new Promise((resolve) => {
    execFile(PYTHON, words, { cwd: FOLDER, env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    )
  })
}

/** Runs lines with a `client`; gives what they have printed as JSON. */
async function client(...lines) {
  const program = [
    'import json',
    'from client import Client, Refused',
    `client = Client('${server.address}')`,
    ...lines,
  ]
  const { code, out, err } = await python('-c', program.join('\n'))
  assert.equal(code, 0, err)
  return JSON.parse(out)
}

test('the script plays an approval', async () => {
  const { code, out, err } = await python('client.py', '--server', server.address)
  assert.deepEqual([code, err], [0, ''])
  assert.match(out, /mira {2}is refused \(alreadyChosen\): \S/)
  const [, request] = /started the request (\S+)/.exec(out)
  const { currStateID, ended, requestData, history } = await server.succeed('GET', `/requests/${request}`)
  assert.deepEqual([currStateID, ended], ['approved', true])
  assert.deepEqual(requestData, { title: 'Brochure', pages: 12, marketing: 'fine', budget: 1200.5 })
  for (const { time } of history) assert.ok(out.includes(time), 'the whole history is printed')
})

test('each call does what it says', async () => {
  const seen = await client(
    'request = client.start("approval", "ann", name="Zoë / & Co", key="one")',
    'assert client.start("approval", "ann", name="Zoë / & Co", key="one") == request',
    'page = client.requests("ann", limit=1)',
    'action = next(one["id"] for one in page["requests"][0]["requestActions"] if one["actionID"] == "submit")',
    'data = client.choose("ann", request, action)',
    'blocked = client.request(request, "ann")["blockedBy"]',
    'client.give_back("ann", request, action)',
    'client.choose("ann", request, action)',
    'after = client.complete("ann", request, action, {"pages": [1, {"two": None}]})["requests"][0]',
    'print(json.dumps([page["requests"][0]["reqName"], data, blocked["externalID"], after["currStateID"], client.data(request)]))',
  )
  assert.deepEqual(seen, ['Zoë / & Co', {}, 'ann', 'review', { pages: [1, { two: null }] }])
})

test('what is refused has a status, a code and a reason', async () => {
  const seen = await client(
    'refusals = []',
    'request = client.start("approval", "ann")',
    'for call in (',
    '    lambda: client.start("nothing", "ann"),',
    '    lambda: client.start("approval", "a" * 101),',
    '    lambda: client.complete("ann", request, "1"),',
    '    lambda: client.data("0" * 32),',
    '):',
    '    try:',
    '        call()',
    '    except Refused as refused:',
    '        refusals.append([refused.status, refused.code, str(refused) != ""])',
    'print(json.dumps(refusals))',
  )
  assert.deepEqual(seen, [
    [404, 'unknownProcess', true],
    [400, 'invalidInput', true],
    [409, 'unknownKey', true],
    [404, 'unknownInstance', true],
  ])
})

test('a server that is not there is said to be', async () => {
  const { code, out, err } = await python('client.py', '--server', 'http://127.0.0.1:9')
  assert.deepEqual([code, out], [1, ''])
  assert.match(err, /^the server cannot be reached: /)
})
