import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  answer,
  atStep,
  choose,
  clickElement,
  clickPad,
  drawn,
  drop,
  inspected,
  reached,
  timeline,
} from './support/actions.js';
import { onPages, picture } from './support/browser.js';
import { order, review, rules, trip } from './support/models.js';

let page;
onPages((fresh) => {
  page = fresh;
});

async function open(name, model) {
  await drop(page, `${name}.bpmn`, model);
  await page.waitForFunction((title) => document.title.startsWith(title), name);
  await choose(page, 'by hand');
}

const badge = (id) => page.locator(`[data-container-id="${id}"] .badge`).innerText();
const openNames = () => page.locator('#open .name').allInnerTexts();

test('instances are told apart, counted and answered one by one', async () => {
  await open('review', review);
  await page.click('#start');
  await drawn(page, 'review', 'waiting');
  assert.equal(await badge('review'), '0/3');
  assert.deepEqual(await openNames(), ['Review instance 1', 'Review instance 2', 'Review instance 3']);
  await page.click('#open li:nth-child(2) [data-action="complete"]');
  await answer(page);
  await atStep(page, 1);
  assert.equal(await badge('review'), '1/3');
  assert.deepEqual((await timeline(page)).at(-1).slice(1), ['Review, instance 2', 'completed']);
  assert.equal(await page.locator('.pad[data-element="review"] .which').innerText(), '#1');
  await clickElement(page, 'review');
  assert.match(await inspected(page), /instance 3\s+Inputs\s+loopCounter\s+3/);
  await picture(page, 'instances');
  await clickPad(page, 'review', 'escalate');
  await answer(page, { 'Escalation code': 'LATE' });
  await drawn(page, 'remind', 'done');
  await clickPad(page, 'review', 'complete');
  await answer(page);
  await drawn(page, 'review', 'done');
  await drawn(page, 'change', 'waiting');
  assert.deepEqual(await openNames(), ['Change instance 1']);
});

test('a call shows what it hands over, and takes what it returns', async () => {
  await open('trip', trip);
  await page.locator('.start textarea').fill('{"amount": 12}');
  await page.click('#start');
  await clickPad(page, 'credit', 'complete');
  assert.match(await page.locator('.answer').innerText(), /credit-check[\s\S]*amount\s+12/);
  await answer(page, { variables: { credit: true } });
  await clickPad(page, 'hotel', 'complete');
  await answer(page);
  await drawn(page, 'cancel-hotel', 'waiting');
  await clickElement(page, 'book');
  assert.match(await inspected(page), /Visits\s+1[\s\S]*compensation/);
  await picture(page, 'compensation');
  await clickPad(page, 'cancel-hotel', 'complete');
  await answer(page);
  await reached(page, 'completed');
});

test('a run starts where one says; more is started, and conditions are met, by hand', async () => {
  await open('order', order);
  await page.selectOption('#entry', { label: 'Order received (message order)' });
  await page.locator('.start textarea').fill('{"ready": false, "paid": 0}');
  await page.click('#start');
  await drawn(page, 'received', 'done');
  for (const id of ['pick', 'pack']) {
    await clickPad(page, id, 'complete');
    await answer(page);
  }
  await clickPad(page, 'prepare', 'startMore');
  await page.selectOption('.answer select', 'pack');
  await page.click('.answer button[type=submit]');
  await drawn(page, 'pack', 'waiting');
  await page.click('#suspend');
  await reached(page, 'suspended');
  assert.equal(await page.textContent('#status'), 'suspended');
  assert.equal(await page.locator('.pad').count(), 0);
  await page.click('#suspend');
  await clickPad(page, 'pack', 'complete');
  await answer(page, { variables: { ready: true } });
  await drawn(page, 'paid', 'waiting');
  assert.match(await page.locator('#open').innerText(), /waits until paid >= 100/);
  await picture(page, 'condition');
  await clickPad(page, 'paid', 'variables');
  await answer(page, { variables: { paid: 120 } });
  await reached(page, 'completed');
});

test('tokens are moved by hand where a run stands wrong', async () => {
  await open('order', order);
  await page.locator('.start textarea').fill('{"ready": false}');
  await page.click('#start');
  await clickElement(page, 'pick');
  await page.getByRole('button', { name: 'Withdraw' }).click();
  await drawn(page, 'pick', 'cancelled');
  await page.getByRole('button', { name: 'Start here' }).click();
  await drawn(page, 'pick', 'waiting');
  assert.deepEqual((await timeline(page)).at(-1).slice(1), ['Pick', 'modified, Pick started']);
});

const run = (page, element) => page.click(`#open li[data-element="${element}"] [data-action="run"]`);

test('JavaScript is run on request; what the page does not speak is answered by hand', async () => {
  await open('rules', rules);
  await page.locator('.start textarea').fill('{"prices": [60, 55], "limit": 100}');
  await page.click('#start');
  await run(page, 'sum');
  await drawn(page, 'much', 'waiting');
  assert.match(await page.locator('#open').innerText(), /javascript: total > limit/);
  await run(page, 'much');
  await drawn(page, 'odd', 'waiting');
  assert.match(await page.locator('#open').innerText(), /cobol: TOTAL IS ODD/);
  assert.equal(await page.locator('#open [data-action="run"]').count(), 0);
  await picture(page, 'evaluation');
  await page.click('#open li[data-element="odd"] [data-action="fail"]');
  await answer(page, { 'What went wrong': 'no compiler' });
  await drawn(page, 'odd', 'incident');
  await page.click('#open li[data-element="odd"] [data-action="resolve"]');
  await page.click('#open li[data-element="odd"] [data-action="evaluate"]');
  assert.match(await page.locator('.answer').innerText(), /TOTAL IS ODD/);
  await answer(page, { 'Value, in JSON': 'true' });
  await drawn(page, 'check', 'waiting');
  assert.deepEqual((await timeline(page)).at(-1).slice(1), ['Odd?', 'gave true']);
});

test('a model that is trusted runs its JavaScript while it plays, and endless scripts are stopped', async () => {
  await open('rules', rules.replace('sum += price; sum', '{ while (limit > 1e6); sum += price; } sum'));
  await page.locator('.start textarea').fill('{"prices": [60], "limit": 100}');
  await page.click('#start');
  await page.check('#trust');
  await page.click('#play');
  await reached(page, 'completed');
  await page.click('#reset');
  await page.locator('.start textarea').fill('{"prices": [60], "limit": 1e7}');
  await page.click('#start');
  await page.click('#play');
  await drawn(page, 'sum', 'incident');
  assert.match((await timeline(page)).at(-1)[2], /took longer than 1000 ms/);
});
