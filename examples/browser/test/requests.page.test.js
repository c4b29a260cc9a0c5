import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { answer, choose, clickElement, clickPad, drawn, drop, inspected, press, reached, timeline } from './support/actions.js';
import { onPages, picture } from './support/browser.js';
import { approvalText, engine } from './support/engine.js';

const WHO = /^Who does it/;

let page;
const browser = onPages((fresh) => {
  page = fresh;
});

async function openExample() {
  await page.selectOption('#example', { label: 'Campaign approval' });
  await page.waitForSelector('[data-element-id="review"]');
}

async function does(element, action, person) {
  await clickPad(page, element, action);
  await page.locator('.answer form').getByLabel(WHO).fill(person);
  await answer(page);
}

const request = () => page.locator('#request').innerText();
const open = (element) => page.locator(`#open li.job[data-element="${element}"]`);

test('a request is submitted, chosen, given back, approved by two, and ends', async () => {
  await openExample();
  await choose(page, 'by hand');
  assert.equal(await page.inputValue('#requester'), 'ann');
  assert.equal(await page.inputValue('#stakeholders'), 'vera, max');
  await page.fill('#stakeholders', 'vera, max, otto');
  await page.click('#start');
  assert.match(await request(), /State\s+Draft\s+Requester\s+ann\s+Stakeholders\s+vera, max, otto$/);
  await clickPad(page, 'submitted.submit', 'complete');
  assert.equal(await page.locator('.answer form').getByLabel(WHO).inputValue(), 'ann');
  await answer(page, { variables: { budget: 12 } });
  await drawn(page, 'draft', 'done-scope');
  assert.match(await request(), /State\s+In review/);

  await does('agreed.approveAsDirector', 'choose', 'max');
  assert.match(await request(), /Blocked by\s+max: Approve as marketing director/);
  assert.match(await open('agreed.approveAsDirector').innerText(), /max has chosen it/);
  assert.match(await open('agreed.approveAsVice').innerText(), /blocked by max/);
  assert.equal(await page.locator('.pad[data-element="agreed.approveAsVice"]').count(), 0);
  assert.match(await page.locator('#open').innerText(), /given back by itself, in 30 min/);
  await picture(page, 'request-chosen');
  await clickPad(page, 'agreed.approveAsDirector', 'release');
  assert.match(await open('agreed.approveAsDirector').innerText(), /for marketingDirector/);

  await does('agreed.approveAsVice', 'complete', 'vera');
  await does('agreed.approveAsDirector', 'choose', 'max');
  await clickPad(page, 'agreed.approveAsDirector', 'complete');
  assert.match(await page.locator('.answer h3').innerText(), /as max$/);
  await answer(page, { variables: { note: 'go' } });
  await reached(page, 'completed');
  await drawn(page, 'approved', 'done');
  assert.match(await request(), /State\s+Approved/);
  assert.deepEqual((await timeline(page)).at(-1).slice(1), [
    'Approve as marketing director',
    'completed by max, now Approved, run completed',
  ]);
  await clickElement(page, 'agreed.approveAsDirector');
  assert.match(await inspected(page), /Outputs\s+note\s+"go"[\s\S]*given back by max/);
  await picture(page, 'request-approved');

  await page.locator('#slider').fill('3');
  assert.match(await request(), /State\s+In review[\s\S]*Blocked by\s+max/);
});

test('who may not do an action is told so; a condition waits for what it needs', async () => {
  await openExample();
  await choose(page, 'by hand');
  await page.locator('.start textarea').fill('{}');
  await page.click('#start');
  await does('submitted.submit', 'complete', 'ben');
  assert.match(await page.textContent('.toast.error'), /`ben` may not do `submit`/);
  await page.locator('.answer form').getByLabel(WHO).fill('ann');
  await answer(page);
  await drawn(page, 'submitted..condition', 'waiting');
  assert.match(await page.locator('#open').innerText(), /waits until budget > 0/);
  await clickPad(page, 'submitted..condition', 'variables');
  await answer(page, { variables: { budget: 5 } });
  await drawn(page, 'review', 'running-scope');
});

test('a scenario of a machine plays to its end, and a run that was saved is seen again', async () => {
  await openExample();
  await choose(page, 'expired');
  await press(page, ' ');
  await reached(page, 'completed');
  await drawn(page, 'expired', 'done');
  assert.match(await page.textContent('#clock'), /^\+337:00:00/);
  const download = page.waitForEvent('download');
  await press(page, 's');
  const text = await readFile(await (await download).path(), 'utf8');
  const lines = await timeline(page);
  await drop(page, 'again.run.json', text);
  await reached(page, 'active');
  assert.deepEqual(await timeline(page), lines);
  await press(page, 'End');
  assert.match(await request(), /State\s+Expired/);
});

test('by itself a machine that is dropped is moved on by its requester, who can be another', async () => {
  await drop(page, 'my.machine.json', approvalText);
  await reached(page, 'ready');
  await page.fill('#requester', 'ben');
  await page.locator('.start textarea').fill('{ "budget": 3 }');
  await clickElement(page, 'agreed.approveAsVice');
  await page.click('.policies > summary');
  await page.getByLabel('By', { exact: true }).fill('vera');
  await press(page, ' ');
  await reached(page, 'completed');
  const said = (await timeline(page)).map(([, , what]) => what);
  assert.deepEqual(said.filter((what) => what.startsWith('chosen')), ['chosen by ben', 'chosen by vera', 'chosen by ben']);
  assert.match(await request(), /State\s+Approved/);
});

test('what is wrong with a machine is told with its path and line', async () => {
  await drop(page, 'wrong.json', approvalText.replace('"to": "review"', '"to": "nowhere"'));
  await reached(page, 'refused');
  const problem = page.locator('#problems li.error').first();
  assert.match(await problem.textContent(), /there is no state nowhere/);
  assert.equal(await problem.locator('.path').textContent(), '/transitions/0/to');
  assert.equal(await problem.locator('.place').textContent(), '34:13');
  assert.match(await page.textContent('#canvas-note'), /drawn once it can be run/);
  await drop(page, 'half.json', approvalText.slice(0, 100));
  await page.waitForFunction(() => document.title.startsWith('half.json'));
  assert.match(await page.textContent('#problems li.error'), /EOF/);
});

test('a machine that was written as BPMN has its people all the same', async () => {
  const dark = await browser.open({ dark: true, width: 1280, height: 720 });
  await drop(dark, 'approval.bpmn', engine.toBpmn(approvalText));
  await reached(dark, 'ready');
  await dark.click('#start');
  await clickPad(dark, 'submitted.submit', 'choose');
  await answer(dark);
  assert.match(await dark.locator('#request').innerText(), /Draft\s+Requester\s+ann\s+Blocked by\s+ann: Submit/);
  await picture(dark, 'request-dark');
  assert.deepEqual(dark.errors, []);
  await dark.close();
  assert.equal(await page.locator('#requester').isVisible(), false);
});
