import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  answer,
  atStep,
  choose,
  clickElement,
  clickPad,
  drawn,
  inspected,
  isDrawn,
  press,
  reached,
  timeline,
} from './support/actions.js';
import { onPages, picture } from './support/browser.js';

let page;
const browser = onPages((fresh) => {
  page = fresh;
});

test('the success scenario plays to its end and is drawn', async () => {
  await picture(page, 'start');
  await press(page, ' ');
  await reached(page, 'completed');
  for (const id of ['request-workspace', 'allocate', 'generate', 'execute', 'workspace-ready'])
    await drawn(page, id, 'done');
  await drawn(page, 'execute-script-to-workspace-ready', 'taken');
  assert.equal(await isDrawn(page, 'retry-allocating', 'taken'), false);
  assert.equal(await isDrawn(page, 'send-mail', 'done'), false);
  assert.equal(await page.textContent('#status'), 'completed');
  assert.match(await page.textContent('#clock'), /^\+6:22/);
  assert.deepEqual((await timeline(page)).at(-1), ['+6:22', 'Execute', 'completed, run completed']);
  await picture(page, 'success');
});

test('tokens are seen to move while it plays', async () => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await press(page, ' ');
  await page.waitForSelector('.tw-token', { state: 'attached' });
  await picture(page, 'token');
  await page.selectOption('#speed', 'max');
  await reached(page, 'completed');
  await page.waitForSelector('.tw-token', { state: 'detached' });
});

test('a retry shows the waiting timer, and the next timer takes it on', async () => {
  await choose(page, 'retry');
  for (const step of [0, 1, 2]) {
    await press(page, 'ArrowRight');
    await atStep(page, step);
  }
  await drawn(page, 'retry-delay', 'waiting');
  await drawn(page, 'allocate', 'failed');
  await drawn(page, 'allocate-resources', 'running-scope');
  assert.match(await page.textContent('#next-timer'), /in 30 s/);
  await picture(page, 'retry');
  await page.click('#next-timer');
  await drawn(page, 'allocate', 'waiting');
  assert.match(await page.textContent('#clock'), /^\+0:30/);
  assert.deepEqual((await timeline(page)).at(-1), ['+0:30', '30 s', 'timer fired']);
});

test('allocation that fails four times is given up, at 0, 30, 60 and 90 s', async () => {
  await choose(page, 'exhausted');
  await press(page, ' ');
  await reached(page, 'terminated');
  const attempts = (await timeline(page)).filter(([, element]) => element === 'Allocate');
  assert.deepEqual(
    attempts.map(([time]) => time),
    ['+0:00', '+0:30', '+1:00', '+1:30'],
  );
  await drawn(page, 'allocate-resources', 'failed-scope');
  await drawn(page, 'notify-of-failure', 'done');
});

test('a click on the signal cancels; afterwards it has no effect', async () => {
  await choose(page, 'by hand');
  await page.click('#start');
  await clickPad(page, 'request-workspace', 'complete');
  await answer(page, { variables: { purpose: 'a test' } });
  await clickPad(page, 'cancel-requested', 'signal');
  await answer(page);
  await drawn(page, 'handle-cancellation', 'waiting');
  await drawn(page, 'allocate', 'cancelled');
  await drawn(page, 'allocate-resources', 'cancelled-scope');
  await picture(page, 'cancelled');
  await page.click('#send-signal');
  await answer(page, { Name: 'cancel-workspace' });
  assert.deepEqual((await timeline(page)).at(-1).slice(1), ['—', 'signal cancel-workspace: nobody was listening']);
  await clickPad(page, 'handle-cancellation', 'complete');
  await answer(page);
  await reached(page, 'terminated');
});

test('a job thrown and failed by hand leads to the failure path and to an incident', async () => {
  await choose(page, 'by hand');
  await page.click('#start');
  await clickPad(page, 'request-workspace', 'complete');
  await answer(page);
  await clickPad(page, 'allocate', 'throw');
  await answer(page, { 'Error code': 'ALLOCATION_FAILED', variables: { attempts: 4 } });
  await drawn(page, 'notify-of-failure', 'waiting');
  await clickPad(page, 'notify-of-failure', 'fail');
  await answer(page, { 'What went wrong': 'no mail server' });
  await drawn(page, 'notify-of-failure', 'incident');
  assert.equal(await page.textContent('#status'), 'incident');
  assert.match(await page.textContent('#open'), /no mail server/);
  await picture(page, 'incident');
  await clickPad(page, 'notify-of-failure', 'resolve');
  await drawn(page, 'notify-of-failure', 'waiting');
});

test('the slider, the keys and the timeline travel in time', async () => {
  await press(page, ' ');
  await reached(page, 'completed');
  await press(page, 'ArrowLeft');
  await atStep(page, 3);
  await drawn(page, 'execute', 'waiting');
  await page.locator('#slider').fill('1');
  await atStep(page, 1);
  await drawn(page, 'allocate', 'waiting');
  assert.equal(await isDrawn(page, 'generate', 'done'), false);
  assert.equal(await page.locator('#history tr.ahead').count(), 3);
  await picture(page, 'rewound');
  await page.click('#history tr:nth-child(3)');
  await atStep(page, 2);
  await drawn(page, 'generate', 'waiting');
  await press(page, 'r');
  await reached(page, 'ready');
  assert.equal(await isDrawn(page, 'allocate', 'done'), false);
});

test('acting in the past starts a new future', async () => {
  await press(page, ' ');
  await reached(page, 'completed');
  await page.locator('#slider').fill('1');
  await clickPad(page, 'allocation-timeout', 'fire');
  await drawn(page, 'send-mail', 'waiting');
  assert.equal(await page.getAttribute('body', 'data-steps'), '3');
  assert.match(await page.textContent('#clock'), /^\+11:30/);
});

test('a click on an element tells all about it', async () => {
  await choose(page, 'retry');
  await press(page, ' ');
  await reached(page, 'completed');
  await clickElement(page, 'allocate');
  await page.waitForSelector('#inspector[data-element="allocate"]');
  const text = await inspected(page);
  assert.match(text, /Allocate\s+service task allocate/);
  assert.match(text, /Status\s+done\s+Visits\s+3/);
  assert.match(text, /done\s+\+1:00 → \+1:00/);
  assert.match(text, /Inputs\s+attempts\s+2/);
  assert.match(text, /Outputs\s+attempts\s+3/);
  assert.match(text, /error ALLOCATION_FAILED caught by Allocation failed/);
  await picture(page, 'inspector');
  await press(page, 'Escape');
  assert.match(await inspected(page), /^Variables/);
});

test('time passes as far as one says', async () => {
  await choose(page, 'by hand');
  await page.click('#start');
  await page.fill('#advance-by', '2 h');
  await page.click('#advance');
  assert.match(await page.textContent('#clock'), /^\+2:00:00/);
  assert.match(await page.textContent('#next-timer'), /in 22 h/);
  await page.fill('#advance-by', '1 d');
  await page.click('#advance');
  await drawn(page, 'send-mail', 'waiting');
  assert.match(await page.textContent('#clock'), /^\+26:00:00/);
});

test('variables that are not JSON are explained and keep the run from starting', async () => {
  const field = page.locator('.start textarea');
  await field.fill('{\n  "size" "large"\n}');
  assert.match(await page.textContent('.start .json-error'), /line 2, column 10: a colon is missing after the name/);
  await page.click('#start');
  await press(page, ' ');
  await page.waitForSelector('.toast.error');
  assert.equal(await page.getAttribute('body', 'data-status'), 'ready');
  await picture(page, 'json-error');
  await field.fill('{ "size": "large", "requester": "someone" }');
  await page.click('#start');
  await reached(page, 'active');
  assert.match(await inspected(page), /size\s+"large"/);
});

test('the answer of an element can be changed for the automatic run', async () => {
  await choose(page, 'automatic');
  await clickElement(page, 'generate');
  await page.click('.policies > summary');
  await page.locator('.policies select').selectOption('throw');
  await page.getByLabel('Error code').fill('GENERATION_FAILED');
  await page.getByLabel('After', { exact: true }).fill('2 min');
  await press(page, ' ');
  await reached(page, 'terminated');
  await drawn(page, 'release-after-generation', 'done');
  assert.match(await page.textContent('#clock'), /^\+2:00/);
  await picture(page, 'policy');
});

test('it can be used in the dark and on a laptop', async () => {
  const small = await browser.open({ dark: true, width: 1280, height: 720, query: '?scenario=execute-failure&play' });
  await reached(small, 'terminated');
  await drawn(small, 'remove-run-data', 'done');
  await picture(small, 'dark');
  const logo = await small.locator('.bjs-powered-by').boundingBox();
  const top = await small.evaluate(
    ({ x, y, width, height }) =>
      document.elementFromPoint(x + width / 2, y + height / 2)?.closest('.bjs-powered-by') !== null,
    logo,
  );
  assert.ok(top, 'the logo of bpmn.io is visible and uncovered');
  assert.deepEqual(small.errors, []);
  await small.close();
});
