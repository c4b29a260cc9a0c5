// The page on the example of a live host, in Node and in Python.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { clickElement, drawn, inspected, isDrawn, press, reached } from './support/actions.js';
import { launch, picture } from './support/browser.js';
import { EXAMPLE, folder, startHost } from './support/host.js';

/** The slowest workspace that needs nobody's help, on a machine that is busy. */
const TIMEOUT = 60_000;

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());

async function opened(context, query) {
  const page = await browser.open({ query });
  page.setDefaultTimeout(TIMEOUT);
  context.after(() => page.close());
  return page;
}

const listed = (page, id) => page.textContent(`#instances [data-instance="${id}"] .state`);
const shows = (page, id) => page.waitForSelector(`#instances [data-instance="${id}"][aria-current]`);

for (const [language, { missing }] of Object.entries(EXAMPLE)) {
  test(`an instance of the host in ${language} is seen to move and to end`, { skip: missing }, async (context) => {
    const database = join(folder(context), 'workspaces.db');
    const host = await startHost(language, { database });
    context.after(() => host.stop());
    const page = await opened(context, `?host=${host.address}`);

    // The newest is shown: a workspace that nobody has asked anything about.
    await shows(page, 'workspace-3');
    await drawn(page, 'request-workspace', 'waiting');
    assert.equal(await page.textContent('#status'), 'running');
    assert.equal(await listed(page, 'workspace-3'), 'running');
    assert.equal(await page.isVisible('.pad'), false, 'a host is only looked at');
    await picture(page, `live-${language}-asked`);
    await page.waitForSelector('#open .detail:text("amara has it")');

    // It moves by itself.
    await drawn(page, 'request-workspace', 'done');
    await drawn(page, 'allocate', 'waiting');
    await page.waitForSelector('#open .detail:text("a worker has it")');
    await drawn(page, 'request-workspace-to-allocate-resources', 'taken');
    assert.equal(await isDrawn(page, 'execute', 'done'), false);
    await picture(page, `live-${language}-moving`);

    // And one can look back meanwhile.
    await press(page, 'ArrowLeft');
    await drawn(page, 'request-workspace', 'waiting');
    assert.equal(await page.getAttribute('#live', 'data-state'), 'behind');
    await page.click('#live');

    await reached(page, 'completed');
    for (const id of ['request-workspace', 'allocate', 'generate', 'execute', 'workspace-ready'])
      await drawn(page, id, 'done');
    await page.waitForSelector('#instances [data-instance="workspace-3"] .state:text("completed")');
    await clickElement(page, 'request-workspace', { x: 12, y: 40 });
    const seen = await inspected(page);
    assert.match(seen, /requester.*amara/s);
    assert.match(seen, /purpose.*load test/s);
    assert.match(seen, /claimed by amara/);
    await picture(page, `live-${language}-done`);
    await press(page, 'Escape');

    // Another one is stuck, and says why.
    await page.click('#instances [data-instance="workspace-2"] button');
    await shows(page, 'workspace-2');
    await drawn(page, 'generate', 'incident');
    assert.match(await page.textContent('#open .incident .detail'), /the template v1 is broken/);
    assert.equal(await listed(page, 'workspace-2'), 'incident');
    await picture(page, `live-${language}-incident`);
    assert.deepEqual(page.errors, []);
  });
}
