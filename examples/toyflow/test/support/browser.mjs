// A headless Chromium, and what people do on the page.

import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const SCREENSHOTS = fileURLToPath(new URL('../../../../target/screenshots/', import.meta.url))
const BROWSERS = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts the browser; `close()` ends it. */
export async function launch() {
  const executablePath = BROWSERS.find((path) => path && existsSync(path))
  if (!executablePath) throw new Error('no Chromium was found: install it, or name it in the variable CHROMIUM')
  const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS })
  return {
    /**
     * A tab in a window of its own, for what lies behind another is drawn rarely. What it writes to the console as an error,
     * and what it throws, is collected in `page.errors`.
     */
    async tab(address, { dark = false, width = 1360, height = 900 } = {}) {
      const colorScheme = dark ? 'dark' : 'light'
      const page = await browser.newPage({ viewport: { width, height }, colorScheme })
      page.setDefaultTimeout(15_000)
      page.errors = []
      page.on('console', (message) => message.type() === 'error' && page.errors.push(message.text()))
      page.on('pageerror', (error) => page.errors.push(error.stack))
      await page.goto(address)
      await page.waitForSelector('body[data-ready]')
      return page
    },
    close: () => browser.close(),
  }
}

/** Keeps a picture of the page for people to look at; no test depends on it. */
export async function picture(page, name, more = {}) {
  mkdirSync(SCREENSHOTS, { recursive: true })
  await page.screenshot({ path: join(SCREENSHOTS, `toyflow-${name}.png`), ...more })
}

// What people do. Each waits until the page has shown what follows.

export async function choose(page, action) {
  await page.click(`.choice[data-action="${action}"]`)
  await page.waitForSelector('.acting[data-is="mine"]')
}

/** Completes what is chosen, with these values: those that are there are changed, others added. */
export async function complete(page, values = {}) {
  for (const [name, value] of Object.entries(values)) {
    const field = page.locator(`.acting [data-key="${name}"] textarea`)
    if ((await field.count()) > 0) await field.fill(value)
    else await addValue(page.locator('.acting'), name, value)
  }
  await page.click('[data-do="complete"]')
  await page.waitForSelector('.acting:not([data-is="mine"])')
}

export async function addValue(form, name, value) {
  if ((await form.locator('.row.new').count()) === 0) await form.locator('[data-add]').click()
  const row = form.locator('.row.new').last()
  await row.locator('input').fill(name)
  await row.locator('textarea').fill(value)
}

export async function giveBack(page) {
  await page.click('[data-do="give-back"]')
  await page.waitForSelector('.acting:not([data-is="mine"])')
}

// What is to be seen.

export const isIn = (page, state) => page.waitForSelector(`.state.current[data-state="${state}"]`)

/** The history as texts, the oldest first. */
export async function history(page) {
  return (await page.locator('.history .what').allInnerTexts()).reverse()
}

/** The transitions that are drawn as taken. */
export async function taken(page) {
  const lines = await page.locator('.line.taken').evaluateAll((all) => all.map(({ dataset }) => dataset.transition))
  return lines.sort()
}

/** How the actions are marked that are open in the current state. */
export async function marks(page) {
  const all = await page.locator('.label g.action').evaluateAll((found) => found.map(({ dataset }) => ({ ...dataset })))
  return Object.fromEntries(
    all.filter(({ is }) => is !== 'closed').map(({ action, is, by }) => [action, by ? `${is} ${by}` : is]),
  )
}
