// The drawing of machines: loops, parallel transitions, little room; and the same machine as BPMN.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { isIn, launch, marks, picture, taken } from './support/browser.mjs'
import { Server } from './support/server.mjs'

/** All that a drawing can have: a loop, parallel ways, ways back, names that are long, timers and conditions. */
const KNOTS = {
  id: 'knots',
  name: 'Knots',
  groups: [{ id: 'night', name: 'Everybody of the night shift', members: ['ann', 'zoe'] }],
  actions: [
    { id: 'note', name: 'Add a note' },
    { id: 'agree', name: 'Agree' },
    { id: 'agreeToo', name: 'Agree for the other side, too', group: 'night', target: 'stakeholders' },
    { id: 'deny', name: 'Deny', group: 'night' },
  ],
  states: [
    { id: 'begun', name: 'Begun', type: 'start' },
    { id: 'hold', type: 'parked' },
    { id: 'long', name: 'A state with quite a long name that takes lines', type: 'normal' },
    { id: 'denied', name: 'Denied', type: 'denied' },
    { id: 'done', name: 'Done', type: 'complete', activities: [{ id: 'archive' }] },
  ],
  transitions: [
    { id: 'loop', from: 'begun', to: 'begun', actions: ['note'] },
    { id: 'one', from: 'begun', to: 'hold', actions: ['agree'] },
    { id: 'other', from: 'begun', to: 'hold', actions: ['agreeToo'] },
    { id: 'back', from: 'hold', to: 'begun', actions: ['note'] },
    {
      id: 'on',
      name: 'Onwards',
      from: 'hold',
      to: 'long',
      actions: ['agree', 'agreeToo'],
      condition: '= amount > 1000',
    },
    { id: 'remind', from: 'long', to: 'long', timer: { duration: 'P3DT4H' }, activities: [{ id: 'remind' }] },
    { id: 'no', from: 'long', to: 'denied', actions: ['deny'] },
    { id: 'early', from: 'hold', to: 'denied', actions: ['deny'] },
    { id: 'yes', from: 'long', to: 'done', actions: ['agree'] },
  ],
}

let server
let browser

before(async () => {
  server = await Server.start()
  browser = await launch()
  await server.succeed('POST', '/processes', KNOTS)
})
after(() => browser?.close())

/** A tab with a request, closed after the test, in which nothing may have gone wrong. */
async function opened(context, request, how) {
  const page = await browser.tab(`${server.address}/#${new URLSearchParams({ as: 'ann', request })}`, how)
  context.after(async () => {
    await page.close()
    assert.deepEqual(page.errors, [])
  })
  await page.waitForSelector('.machine')
  return page
}

/** The boxes of what is drawn, in the drawing's own units. */
const boxes = (page, selector) =>
  page.locator(selector).evaluateAll((all) =>
    all.map((element) => {
      const { x, y, width, height } = element.getBBox()
      return { what: element.closest('[data-state], [data-transition]').outerHTML.slice(0, 90), x, y, width, height }
    }),
  )

const overlap = (one, other) =>
  one.x < other.x + other.width - 1 &&
  other.x < one.x + one.width - 1 &&
  one.y < other.y + other.height - 1 &&
  other.y < one.y + one.height - 1

for (const [room, how] of Object.entries({ wide: { width: 1400 }, narrow: { width: 390, height: 844, dark: true } })) {
  test(`loops and parallel transitions are told apart, where the room is ${room}`, async (context) => {
    const request = await server.request('knots', 'ann', { requestData: { amount: 12 } })
    await server.act('ann', request, 'note')
    await server.act('ann', request, 'agreeToo')
    const page = await opened(context, request, how)
    await isIn(page, 'hold')
    assert.deepEqual(await taken(page), ['loop', 'other'])
    assert.deepEqual(await marks(page), {
      'back.note': 'mine',
      'on.agree': 'mine',
      'on.agreeToo': 'mine',
      'early.deny': 'mine',
    })
    await picture(page, `knots-${room}`, { fullPage: true })

    const lines = await page.locator('.line').evaluateAll((all) => all.map((line) => line.getAttribute('d')))
    assert.equal(new Set(lines).size, KNOTS.transitions.length)
    const drawn = [...(await boxes(page, '.machine .box')), ...(await boxes(page, '.label'))]
    assert.equal(drawn.length, KNOTS.states.length + KNOTS.transitions.length)
    for (const [index, one] of drawn.entries()) {
      for (const other of drawn.slice(index + 1)) assert.ok(!overlap(one, other), `${one.what}\nlies on ${other.what}`)
    }
    const beyond = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    assert.equal(beyond, 0, 'the page itself is not to be scrolled sideways')
  })
}

test('each line begins and ends at its states and goes through its label', async (context) => {
  const request = await server.request('knots', 'ann')
  const page = await opened(context, request)
  const far = await page.evaluate(() => {
    const box = (selector) => document.querySelector(selector).getBBox()
    const distance = ({ x, y, width, height }, point) =>
      Math.hypot(Math.max(x - point.x, 0, point.x - x - width), Math.max(y - point.y, 0, point.y - y - height))
    return [...document.querySelectorAll('.line')].map((line) => {
      const length = line.getTotalLength()
      const points = Array.from({ length: 101 }, (_, step) => line.getPointAtLength((length * step) / 100))
      const label = box(`.label[data-transition="${line.dataset.transition}"]`)
      const [first, last] = [points[0], points.at(-1)].map(({ x, y }) => ({ x, y }))
      return {
        id: line.dataset.transition,
        first,
        last,
        label: Math.min(...points.map((point) => distance(label, point))),
      }
    })
  })
  const states = Object.fromEntries(
    await page.locator('.machine .state').evaluateAll((all) =>
      all.map((state) => {
        const { x, y, width, height } = state.querySelector('.box').getBBox()
        return [state.dataset.state, { x, y, width, height }]
      }),
    ),
  )
  const beside = ({ x, y, width, height }, point) =>
    Math.hypot(Math.max(x - point.x, 0, point.x - x - width), Math.max(y - point.y, 0, point.y - y - height)) <= 1
  for (const { id, from, to } of KNOTS.transitions) {
    const { first, last, label } = far.find((line) => line.id === id)
    assert.ok(beside(states[from], first), `${id} begins at ${from}`)
    assert.ok(beside(states[to], last), `${id} ends at ${to}`)
    assert.ok(label <= 1, `${id} goes through its label`)
  }
})

test('a process is shown as BPMN', async (context) => {
  const request = await server.request('knots', 'ann')
  const page = await opened(context, request)
  await page.click('#show-bpmn')
  await page.waitForSelector('.bpmn-canvas[data-ready]')
  for (const id of ['begun', 'hold', 'long', 'denied', 'done']) {
    assert.equal(await page.locator(`.bpmn-canvas [data-element-id="${id}"]`).count(), 1, id)
  }
  await picture(page, 'bpmn')
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('dialog a[download]')])
  assert.equal(download.suggestedFilename(), 'knots.bpmn')
  await page.keyboard.press('Escape')
  await page.waitForSelector('dialog', { state: 'detached' })
})

test('a request is shown in the version of the process that it began with', async (context) => {
  const machine = (name) => ({
    id: 'versions',
    name: 'Versions',
    actions: [{ id: 'go' }],
    states: [
      { id: 'start', name, type: 'start' },
      { id: 'end', type: 'complete' },
    ],
    transitions: [{ id: 'move', from: 'start', to: 'end', actions: ['go'] }],
  })
  await server.succeed('POST', '/processes', machine('First'))
  const request = await server.request('versions', 'ann')
  await server.succeed('POST', '/processes', machine('Second'))
  const page = await opened(context, request)
  assert.equal(await page.innerText('.chip'), '●\nFirst')
  assert.equal(await page.locator('g[data-state="start"] text.name').textContent(), 'First')
  await page.click('#start-request')
  assert.equal(await page.locator('dialog option[value="versions"]').count(), 1)
})

test('of a machine that is larger than the screen one sees where the request is', async (context) => {
  const count = 40
  const chain = {
    id: 'chain',
    actions: [{ id: 'next', name: 'Next' }],
    states: Array.from({ length: count }, (_, n) => ({
      id: `s${n}`,
      type: n === 0 ? 'start' : n < count - 1 ? 'normal' : 'complete',
    })),
    transitions: Array.from({ length: count - 1 }, (_, n) => ({
      id: `t${n}`,
      from: `s${n}`,
      to: `s${n + 1}`,
      actions: ['next'],
    })),
  }
  await server.succeed('POST', '/processes', chain)
  const request = await server.request('chain', 'ann')
  for (let step = 0; step < 20; step += 1) await server.act('ann', request, 'next')
  const page = await opened(context, request, { width: 390, height: 844 })
  const inView = (id) =>
    page.waitForFunction((state) => {
      const frame = document.querySelector('.frame').getBoundingClientRect()
      const box = document.querySelector(`.machine .current[data-state="${state}"]`)?.getBoundingClientRect()
      return (
        box && box.top >= frame.top && box.bottom <= frame.bottom && box.left >= frame.left && box.right <= frame.right
      )
    }, id)
  await inView('s20')
  for (let step = 0; step < 10; step += 1) await server.act('ann', request, 'next')
  await inView('s30')

  // Where one has looked elsewhere oneself, one is left there while the state stays the same.
  await page.locator('.frame').evaluate((frame) => frame.scrollTo(0, 0))
  await page.click('.choice[data-action="next"]')
  await page.waitForSelector('.acting[data-is="mine"]')
  assert.equal(await page.locator('.frame').evaluate((frame) => frame.scrollTop), 0)
})
