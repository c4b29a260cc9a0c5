import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { answer, clickPad, drawn, drop, press, reached, timeline } from './support/actions.js';
import { onPages, picture } from './support/browser.js';
import { workspaceXml } from './support/engine.js';

const DRAWING = /<bpmndi:BPMNDiagram[\s\S]*<\/bpmndi:BPMNDiagram>/;

/** A small process as programs write them: without a drawing, and without `incoming` and `outgoing`. */
const approval = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="test">
  <message id="m" name="paid" />
  <process id="approval" name="Approval" isExecutable="true">
    <startEvent id="start" />
    <userTask id="approve" name="Approve" />
    <intermediateCatchEvent id="wait" name="Paid">
      <messageEventDefinition messageRef="m" />
    </intermediateCatchEvent>
    <endEvent id="end" />
    <sequenceFlow id="f1" sourceRef="start" targetRef="approve" />
    <sequenceFlow id="f2" sourceRef="approve" targetRef="wait" />
    <sequenceFlow id="f3" sourceRef="wait" targetRef="end" />
  </process>
</definitions>`;

let page;
const browser = onPages((fresh) => {
  page = fresh;
});

test('a model that is dropped replaces the one shown, and runs', async () => {
  await press(page, ' ');
  await reached(page, 'completed');
  await drop(page, 'approval.bpmn', approval);
  await reached(page, 'ready');
  assert.equal(await page.textContent('#model-name'), 'approval.bpmn');
  assert.equal(await page.locator('.drop-veil').isVisible(), false);
  await page.waitForSelector('[data-element-id="approve"]');
  assert.match(await page.textContent('#canvas-note'), /no diagram/);
  await press(page, ' ');
  await drawn(page, 'wait', 'waiting');
  await picture(page, 'no-drawing');
  await clickPad(page, 'wait', 'message');
  await answer(page, { variables: { amount: 12 } });
  await reached(page, 'completed');
  await drawn(page, 'f3', 'taken');
});

test('a model that cannot be run says why, where, and shows the place', async () => {
  await drop(page, 'broken.bpmn', workspaceXml.replace('= attempts &lt; 4', '= attempts &lt; '));
  await reached(page, 'refused');
  const problem = page.locator('#problems li.error').first();
  assert.match(await problem.textContent(), /attempts </);
  assert.match(await problem.locator('.place').textContent(), /^\d+:\d+$/);
  assert.ok((await problem.locator('.help').textContent()).length > 0);
  assert.equal(await page.isDisabled('#play'), true);
  await problem.locator('button').click();
  await page.waitForSelector('[data-element-id="retry-allocating"].selected', { state: 'attached' });
  await picture(page, 'broken');
});

test('a file that is no model is refused in words', async () => {
  await drop(page, 'notes.txt', 'not XML at all');
  await reached(page, 'refused');
  assert.ok((await page.locator('#problems li.error').count()) > 0);
  await page.waitForSelector('#canvas-note:not([hidden])');
});

test('a model can be opened from the file system too', async () => {
  const chooser = page.waitForEvent('filechooser');
  await page.click('#open-file');
  await (
    await chooser
  ).setFiles({ name: 'plain.bpmn', mimeType: 'text/xml', buffer: Buffer.from(workspaceXml.replace(DRAWING, '')) });
  await page.waitForFunction(() => document.title.startsWith('plain.bpmn'));
  await page.waitForSelector('[data-element-id="allocate-resources"]');
});

test('a run that was saved can be seen again elsewhere', async () => {
  await page.selectOption('#mode', 'retry');
  await press(page, ' ');
  await reached(page, 'completed');
  const download = page.waitForEvent('download');
  await press(page, 's');
  const file = await download;
  assert.equal(file.suggestedFilename(), 'Workspace provisioning.run.json');
  const text = await readFile(await file.path(), 'utf8');

  const other = await browser.open();
  await drop(other, 'bug.run.json', text);
  await reached(other, 'active');
  assert.equal(await other.getAttribute('body', 'data-steps'), '9');
  assert.deepEqual(await timeline(other), await timeline(page));
  await press(other, ' ');
  await reached(other, 'completed');
  assert.deepEqual(other.errors, []);
  await other.close();
});

test('a file that is no recorded run is refused in words', async () => {
  await drop(page, 'package.json', '{ "format": "something" }');
  assert.match(await page.textContent('.toast.error'), /not a recorded run/);
  assert.equal(await page.textContent('#model-name'), 'Workspace provisioning');
});
