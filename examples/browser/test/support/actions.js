// What a person does on the page, and what they see.

const shape = (id) => `[data-element-id="${id}"]`;

/** Waits until the run has reached a status, such as `completed`. */
export const reached = (page, status) => page.waitForSelector(`body[data-status="${status}"]`);

/** Waits until the step with this index (0 is the start) is shown. */
export const atStep = (page, step) => page.waitForSelector(`body[data-step="${step}"]`);

/** Waits until an element is drawn in a state. */
export const drawn = (page, id, state) => page.waitForSelector(`${shape(id)}.tw-${state}`, { state: 'attached' });

/** Is an element drawn in a state now? */
export const isDrawn = (page, id, state) =>
  page
    .locator(`${shape(id)}.tw-${state}`)
    .count()
    .then((count) => count > 0);

/** Presses a key as from the page itself, not from a control that has the focus. */
export async function press(page, key) {
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press(key);
}

export const choose = (page, scenario) => page.selectOption('#mode', scenario);

/** Clicks an element of the diagram, near its corner, where no label or boundary event is in the way. */
export const clickElement = (page, id, position = { x: 24, y: 10 }) =>
  page.locator(`${shape(id)} > .djs-hit`).click({ position });

/** Clicks a button that stands beside an element on the diagram. */
export const clickPad = (page, id, action) => page.click(`.pad[data-element="${id}"] [data-action="${action}"]`);

/** Fills the form that a button has opened, and sends it. */
export async function answer(page, { variables, ...fields } = {}) {
  const form = page.locator('.answer form');
  for (const [label, value] of Object.entries(fields)) await form.getByLabel(label).fill(value);
  if (variables) await form.locator('textarea').fill(JSON.stringify(variables));
  await form.locator('button[type=submit]').click();
}

/** The lines of the timeline: `[time, element, what happened]`. */
export const timeline = (page) =>
  page.$$eval('#history tr', (rows) => rows.map((row) => [...row.cells].slice(0, 3).map((cell) => cell.textContent)));

/** What the inspector says, as one text. */
export const inspected = (page) => page.locator('#inspector').innerText();

/** Drops a file onto the page. */
export async function drop(page, name, text) {
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content], fileName, { type: 'text/xml' }));
      return data;
    },
    [name, text],
  );
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
  await page.waitForSelector('.drop-veil:not([hidden])');
  await page.dispatchEvent('.drop-veil', 'drop', { dataTransfer: transfer });
}
