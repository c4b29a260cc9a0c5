// A headless Chromium with the built page in it, served from below some path as a static host would.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { after, afterEach, before, beforeEach } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
const SCREENSHOTS = fileURLToPath(new URL('../../../../target/screenshots/', import.meta.url));
const BELOW = '/some/folder/';
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
};
const BROWSERS = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

async function serve() {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    try {
      if (!path.startsWith(BELOW)) throw new Error('outside');
      const file = path === BELOW ? 'index.html' : path.slice(BELOW.length);
      const body = await readFile(join(DIST, file));
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Starts the server and the browser; `close()` ends both. */
export async function launch() {
  const executablePath = BROWSERS.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('no Chromium was found: install it, or name it in the variable CHROMIUM');
  const server = await serve();
  const profile = mkdtempSync(join(tmpdir(), 'tidewheel-browser-'));
  const browser = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args: FLAGS });
  const address = `http://127.0.0.1:${server.address().port}${BELOW}`;
  return {
    /**
     * A page that is ready to use. What it writes to the console as an error, and what it throws, is collected in
     * `page.errors`. Tokens do not move unless `motion` is set.
     */
    async open({ query = '', motion = false, dark = false, width = 1440, height = 900 } = {}) {
      const page = await browser.newPage();
      page.errors = [];
      page.on('console', (message) => message.type() === 'error' && page.errors.push(message.text()));
      page.on('pageerror', (error) => page.errors.push(error.stack));
      await page.setViewportSize({ width, height });
      await page.emulateMedia({
        reducedMotion: motion ? 'no-preference' : 'reduce',
        colorScheme: dark ? 'dark' : 'light',
      });
      await page.goto(`${address}${query}`);
      await page.waitForSelector('body[data-ready]');
      return page;
    },
    async close() {
      await browser.close();
      server.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/**
 * A browser for the tests of a file. Each test gets a page of its own by `give`, in which nothing may have gone wrong;
 * `open` of what is returned opens others.
 */
export function onPages(give) {
  let browser;
  let page;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    page = await browser.open();
    give(page);
  });
  afterEach(async () => {
    const { errors } = page;
    await page.close();
    assert.deepEqual(errors, []);
  });
  return { open: (how) => browser.open(how) };
}

/** Keeps a picture of the page for people to look at; no test depends on it. */
export async function picture(page, name) {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}
