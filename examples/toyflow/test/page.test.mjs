// The page: an approval by three people in three tabs.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import {
  addValue,
  choose,
  complete,
  giveBack,
  history,
  isIn,
  launch,
  marks,
  picture,
  taken,
} from './support/browser.mjs'
import { choice, Server } from './support/server.mjs'

let server
let browser

before(async () => {
  server = await Server.start()
  browser = await launch()
})
after(() => browser?.close())

/** The tab of a person, closed after the test, in which nothing may have gone wrong but what is `expected`. */
async function tabOf(context, person, { request, ...how } = {}) {
  const place = new URLSearchParams({ ...(person && { as: person }), ...(request && { request }) })
  const page = await browser.tab(`${server.address}/${person ? `#${place}` : ''}`, how)
  context.after(async () => {
    await page.close()
    // The browser tells of an answer some time after the page has shown it.
    const wrong = page.errors.filter((line) => !page.expected?.test(line))
    assert.deepEqual(wrong, [])
  })
  return page
}

const shownRequest = (page) => new URLSearchParams(new URL(page.url()).hash.slice(1)).get('request')
const acting = (page) => page.innerText('.acting')
const listedAs = (page, id) => page.locator(`#list [data-request="${id}"]`)
const toast = (page) => page.locator('.toast').last()

test('three people approve in three tabs', async (context) => {
  // One says who one is, and starts a request.
  const ann = await tabOf(context)
  await picture(ann, 'who')
  await ann.click('[data-person="ann"]')
  await ann.waitForSelector('text=You have no part in any request yet')
  await picture(ann, 'nothing-yet')
  await ann.click('#start-request')
  await ann.fill('[name="name"]', 'Brochure')
  for (const person of ['vera', 'mira']) await ann.check(`dialog [value="${person}"]`)
  await addValue(ann.locator('dialog'), 'title', 'Spring')
  await picture(ann, 'start')
  await ann.click('dialog .primary')
  await isIn(ann, 'draft')
  const request = shownRequest(ann)
  assert.equal(await ann.innerText('#detail h1'), 'Brochure')
  assert.equal(await ann.innerText('.data [data-key="title"]'), 'Spring')
  assert.deepEqual(await marks(ann), { 'toReview.submit': 'mine', 'drop.withdraw': 'mine' })
  await picture(ann, 'draft')

  // The others see it; what she chooses blocks it for all of them, until she gives it back.
  const [vera, mira] = await Promise.all(['vera', 'mira'].map((person) => tabOf(context, person)))
  for (const page of [vera, mira]) {
    await listedAs(page, request).click()
    await isIn(page, 'draft')
    assert.match(await acting(page), /You can do nothing now; it is with: Client manager/)
  }
  await choose(ann, 'submit')
  await picture(ann, 'chosen')
  await vera.waitForSelector('.acting[data-is="blocked"]')
  assert.match(await acting(vera), /^ann is at “Submit” just now/)
  assert.deepEqual(await marks(vera), { 'toReview.submit': 'chosen ann', 'drop.withdraw': 'open' })
  await picture(vera, 'blocked')
  await giveBack(ann)
  await vera.waitForSelector('.acting[data-is="none"]')
  assert.deepEqual(await marks(ann), { 'toReview.submit': 'mine', 'drop.withdraw': 'mine' })

  // She hands it in with data; all tabs move on by themselves.
  await choose(ann, 'submit')
  await complete(ann, { title: 'Autumn', pages: '12' })
  for (const page of [ann, vera, mira]) {
    await isIn(page, 'review')
    assert.deepEqual(await taken(page), ['toReview'])
    assert.deepEqual(await page.locator('.data dd').allInnerTexts(), ['12', 'Autumn'])
  }
  assert.deepEqual(await server.succeed('GET', `/data/${request}`), { pages: 12, title: 'Autumn' })

  // Two want to act: what is offered to the second has been taken by the time it is chosen.
  const { approveVp } = await server.actions('vera', request)
  const first = async (route) => {
    await server.succeed('PUT', choice('vera', request, approveVp))
    await route.continue()
  }
  await mira.route('**/choices/**', first, { times: 1 })
  await mira.click('.choice[data-action="approveMd"]')
  await toast(mira).waitFor()
  assert.match(await toast(mira).innerText(), /Somebody has chosen what to do next/)
  await mira.waitForSelector('.acting[data-is="blocked"]')
  assert.match(await acting(mira), /^vera is at “Approve as vice president” just now/)
  await picture(mira, 'rejected')
  mira.expected = /status of 409/

  // Whoever holds a choice still holds it after the page was loaded again.
  await vera.reload()
  await vera.waitForSelector('.acting[data-is="mine"]')
  assert.match(await acting(vera), /You are at: Approve as vice president/)
  await complete(vera)
  await mira.waitForSelector('.action[data-action="toApproved.approveVp"][data-is="done"]')
  await isIn(mira, 'review')
  assert.deepEqual(await marks(mira), {
    'backByVp.rejectVp': 'open',
    'backByMd.rejectMd': 'mine',
    'toApproved.approveVp': 'done vera',
    'toApproved.approveMd': 'mine',
    'takeBack.withdraw': 'open',
  })
  await picture(mira, 'half-approved')

  // With the last action the request ends, for everybody.
  await choose(mira, 'approveMd')
  await complete(mira, { budget: '1200.5' })
  for (const page of [ann, vera, mira]) {
    await isIn(page, 'approved')
    assert.deepEqual(await taken(page), ['toApproved', 'toReview'])
    assert.match(await acting(page), /This request has ended/)
    await page.waitForSelector('.history .what:text("carried out archive")')
    assert.equal(await page.locator('#list section:has(h2:text("Ended")) .card').count(), 1)
  }
  const steps = (await history(ann)).filter((line) => !line.startsWith('carried out'))
  assert.deepEqual(steps, [
    'ann started the request',
    'is now Draft',
    'ann began Submit',
    'ann gave back Submit',
    'ann began Submit',
    'ann completed Submit',
    'is now In review',
    'vera began Approve as vice president',
    'vera completed Approve as vice president',
    'mira began Approve as marketing director',
    'mira completed Approve as marketing director',
    'is now Approved',
  ])
  await picture(ann, 'approved', { fullPage: true })
})

test('a rejection leads back, and the way is counted', async (context) => {
  const request = await server.request('approval', 'ann', { name: 'Contract', stakeholders: ['vera'] })
  await server.act('ann', request, 'submit')
  const vera = await tabOf(context, 'vera', { request, dark: true })
  await isIn(vera, 'review')
  await choose(vera, 'rejectVp')
  await picture(vera, 'dark-chosen')
  await complete(vera, { reason: 'too long' })
  await isIn(vera, 'draft')
  assert.deepEqual(await taken(vera), ['backByVp', 'toReview'])
  await server.act('ann', request, 'submit')
  await isIn(vera, 'review')
  assert.equal(await vera.locator('.label[data-transition="toReview"] > title').textContent(), 'taken 2 times')
  assert.equal(await vera.locator('g[data-state="draft"] > title').textContent(), 'Draft (start), entered 2 times')
  await server.act('ann', request, 'withdraw')
  await isIn(vera, 'withdrawn')
  assert.deepEqual(await taken(vera), ['backByVp', 'takeBack', 'toReview'])
  await picture(vera, 'dark-withdrawn')
})

test('what one types stays while other things happen', async (context) => {
  const request = await server.request('approval', 'ann')
  const page = await tabOf(context, 'ann', { request })
  await choose(page, 'submit')
  await addValue(page.locator('.acting'), 'note', 'half a sen')
  const other = await server.request('approval', 'ben', { stakeholders: ['ann'], name: 'Another' })
  await listedAs(page, other).waitFor()
  assert.equal(await page.inputValue('.row.new textarea'), 'half a sen')
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'The new value')

  // A name is asked for, and none is taken twice.
  await page.fill('.row.new input', '')
  await page.click('[data-do="complete"]')
  assert.match(await page.innerText('.acting [role="alert"]'), /A value needs a name/)
  await page.fill('.row.new input', 'note')
  await page.click('[data-do="complete"]')
  await isIn(page, 'review')
  assert.deepEqual(await server.succeed('GET', `/data/${request}`), { note: 'half a sen' })
})

test('a choice that is held for too long is gone, and one is told', async (context) => {
  const definition = {
    id: 'hasty',
    name: 'Hasty',
    timeout: 'PT2S',
    actions: [{ id: 'go', name: 'Go' }],
    states: [
      { id: 'here', type: 'start' },
      { id: 'there', type: 'complete' },
    ],
    transitions: [{ id: 'move', from: 'here', to: 'there', actions: ['go'] }],
  }
  await server.succeed('POST', '/processes', definition)
  const request = await server.request('hasty', 'ann')
  const page = await tabOf(context, 'ann', { request })
  await choose(page, 'go')
  await page.waitForSelector('.acting[data-is="open"]')
  assert.match(await toast(page).innerText(), /You do not hold your choice any more/)
  assert.deepEqual((await history(page)).at(-1), 'Go was held for too long and is open again')
})

test('a server that is away is said to be, and is there again', async (context) => {
  const away = await Server.start()
  const page = await browser.tab(`${away.address}/#as=ann`)
  context.after(() => page.close())
  const request = await away.request('approval', 'ann', { name: 'Before' })
  await listedAs(page, request).click()
  await isIn(page, 'draft')
  await away.kill()
  await page.waitForSelector('.offline')
  await page.click('.choice[data-action="submit"]')
  await toast(page).waitFor()
  assert.match(await toast(page).innerText(), /could not be reached. Try again/)
  await picture(page, 'away')
  await away.start()
  await page.waitForSelector('.offline', { state: 'detached' })
  await choose(page, 'submit')
  await complete(page)
  await isIn(page, 'review')
  await away.stop()
})

test('a tab that nobody sees does not listen, and knows all once it is seen', async (context) => {
  const request = await server.request('approval', 'ann')
  const page = await tabOf(context, 'ann', { request })
  await isIn(page, 'draft')
  const hide = (hidden) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => value })
      document.dispatchEvent(new Event('visibilitychange'))
    }, hidden)
  await hide(true)
  // What it had heard before is asked for still.
  await page.waitForTimeout(500)
  let asked = 0
  page.on('request', () => (asked += 1))
  await server.act('ann', request, 'submit')
  await page.waitForTimeout(500)
  assert.equal(asked, 0)
  await hide(false)
  await isIn(page, 'review')
  await server.act('ann', request, 'withdraw')
  await isIn(page, 'withdrawn')
})

test('all can be done with the keyboard, and the focus is where one goes on', async (context) => {
  const page = await tabOf(context, 'ben')
  const focused = (selector) => page.waitForFunction((wanted) => document.activeElement.matches(wanted), selector)
  const tabTo = async (selector) => {
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press('Tab')
      if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return
    }
    assert.fail(`${selector} cannot be reached`)
  }
  await tabTo('#start-request')
  await page.keyboard.press('Enter')
  await focused('dialog [name="name"]')
  await page.keyboard.type('By keyboard')
  await page.keyboard.press('Enter')
  await isIn(page, 'draft')
  await tabTo('.choice[data-action="submit"]')
  await page.keyboard.press('Enter')
  await focused('.acting .row input')
  await page.keyboard.type('pages')
  await page.keyboard.press('Tab')
  await page.keyboard.type('3')
  await tabTo('[data-do="complete"]')
  await page.keyboard.press('Enter')
  await isIn(page, 'review')
  await focused('.acting')
  assert.deepEqual(await page.locator('.data dd').allInnerTexts(), ['3'])
})

test('on a small screen one goes from the list to a request and back', async (context) => {
  const request = await server.request('approval', 'ben', { name: 'Small' })
  const page = await tabOf(context, 'ben', { width: 390, height: 844 })
  await picture(page, 'small-list')
  assert.equal(await page.isVisible('#detail'), false)
  await listedAs(page, request).click()
  await isIn(page, 'draft')
  assert.equal(await page.isVisible('#list'), false)
  await picture(page, 'small-request', { fullPage: true })
  await page.click('.back')
  await listedAs(page, request).waitFor()
  await page.goBack()
  await isIn(page, 'draft')
})

test('names are text, whatever is in them', async (context) => {
  const person = 'Zoë <b> / & #1 %20?'
  const name = '<img src=x onerror=alert(1)>'
  const request = await server.request('approval', person, { name, stakeholders: ['ann'] })
  const page = await tabOf(context, person)
  await listedAs(page, request).click()
  await isIn(page, 'draft')
  assert.equal(await page.innerText('#detail h1'), name)
  assert.equal(await page.locator('#person').inputValue(), person)
  // They are in no group, so there is nothing for them to do.
  assert.match(await acting(page), /You can do nothing now/)
})

test('a request that is not there is said to be missing', async (context) => {
  const page = await tabOf(context, 'ann', { request: '0'.repeat(32) })
  await page.waitForSelector('h1:text("There is no such request")')
  page.expected = /status of 404/
})
