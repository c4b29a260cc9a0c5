// The run's steps in order. Each row is a moment to travel to.

import { describeStep, instanceName } from '../describe.js';
import { formatElapsed, formatInstant } from '../time.js';
import { fill, h } from '../ui/dom.js';

const MOST_ACTIVE_SHOWN = 4;

const HINT = [
  'Nothing has happened yet. Press ',
  h('kbd', {}, 'space'),
  ' to play, ',
  h('kbd', {}, '→'),
  ' for a single step.',
];

export class Timeline {
  constructor(host, app, player) {
    this.app = app;
    this.slider = h('input', {
      type: 'range',
      id: 'slider',
      min: 0,
      max: 0,
      step: 1,
      value: 0,
      'aria-label': 'Step of the run',
    });
    this.slider.addEventListener('input', () => {
      player.pause();
      app.goTo(Number(this.slider.value));
    });
    this.position = h('span.position', { id: 'position' });
    this.body = h('tbody', { id: 'history' });
    this.empty = h('p.empty');
    this.scroller = h(
      '.scroller',
      {},
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ['Time', 'Element', 'What happened', 'Active then'].map((title) => h('th', { scope: 'col' }, title)),
          ),
        ),
        this.body,
      ),
      this.empty,
    );
    host.append(h('.scrubber', {}, h('h2', {}, 'Timeline'), this.slider, this.position), this.scroller);
    this.body.addEventListener('click', (event) => {
      const row = event.target.closest('tr');
      if (!row) return;
      player.pause();
      app.goTo(Number(row.dataset.step));
      const element = app.session.row.subject?.element;
      if (element) app.select(element);
    });
    this.drawn = [];
    this.cursor = -1;
    app.on('model change', () => this.draw());
  }

  draw() {
    const rows = this.app.session?.rows ?? [];
    const cursor = this.app.session?.cursor ?? -1;
    this.slider.max = Math.max(0, rows.length - 1);
    this.slider.value = Math.max(0, cursor);
    this.slider.disabled = rows.length < 2;
    this.slider.style.setProperty('--part', rows.length > 1 ? cursor / (rows.length - 1) : 0);
    this.position.textContent = rows.length > 0 ? `step ${cursor + 1} of ${rows.length}` : '';
    this.slider.hidden = rows.length === 0;
    this.empty.hidden = rows.length > 0;
    fill(this.empty, this.app.runnable ? HINT : 'There is nothing to play until the model can be run.');
    this.#sync(rows);
    this.#point(cursor);
  }

  /** Marks the line that is shown, and those ahead of it; only lines between the old place and the new one change. */
  #point(cursor) {
    const lines = this.body.children;
    const from = Math.max(0, Math.min(cursor, this.cursor));
    const to = Math.min(lines.length - 1, Math.max(cursor, this.cursor));
    for (let index = from; index <= to; index += 1) {
      lines[index].classList.toggle('current', index === cursor);
      lines[index].classList.toggle('ahead', index > cursor);
    }
    this.cursor = cursor;
    this.#follow();
  }

  /** Scrolls to the line that is shown, once per frame: measuring the table after each of many steps would be slow. */
  #follow() {
    this.following ??= requestAnimationFrame(() => {
      this.following = undefined;
      const line = this.body.children[this.cursor];
      if (line) keepVisible(this.scroller, line);
    });
  }

  /** Adds and removes lines so that they match the rows; a line once drawn never changes. */
  #sync(rows) {
    let same = 0;
    while (same < rows.length && this.drawn[same] === rows[same]) same += 1;
    while (this.body.children.length > same) this.body.lastChild.remove();
    this.body.append(...rows.slice(same).map((row) => this.#line(row)));
    this.drawn = [...rows];
  }

  #line(row) {
    const { names } = this.app.model;
    const began = this.app.session.startedAt;
    const element = row.subject?.element ?? placeOf(row.event, this.app.process);
    const place = element && [names.placed(element), instanceName(row.instances)].filter(Boolean).join(', ');
    const active = [...activeIn(row)].filter(([id]) => this.app.byId.has(id));
    const rest = active.length - MOST_ACTIVE_SHOWN;
    return h(
      'tr',
      { data: { step: row.index, event: row.event.type }, 'aria-label': `Step ${row.index + 1}` },
      h('td.time', { title: `${formatInstant(row.at)} UTC` }, formatElapsed(row.at - began)),
      cell(place ?? '—'),
      cell(describeStep(row, names)),
      h(
        'td.active',
        {},
        active
          .slice(0, MOST_ACTIVE_SHOWN)
          .map(([id, count]) => h('span.chip', {}, names.of(id), count > 1 && ` ×${count}`)),
        rest > 0 && h('span.chip', {}, `+${rest}`),
      ),
    );
  }
}

/** What an event is about that answers nothing open. */
function placeOf(event, process) {
  if (event.type === 'start') return event.element ?? event.process ?? process;
  const [first] = event.instructions ?? [];
  return first?.element ?? first?.to;
}

/** How many tokens are where; what holds the instances of an activity together is not one of them. */
function activeIn(row) {
  const keys = new Map(row.active.map((activation) => [activation.key, activation]));
  const bodies = new Set(
    row.active.filter(({ scope, element }) => keys.get(scope)?.element === element).map(({ scope }) => scope),
  );
  const counts = new Map();
  for (const { key, element } of row.active) if (!bodies.has(key)) counts.set(element, (counts.get(element) ?? 0) + 1);
  return counts;
}

const cell = (text) => h('td', { title: text }, text);

function keepVisible(scroller, line) {
  const head = scroller.querySelector('thead').offsetHeight;
  const top = line.offsetTop - head;
  const bottom = line.offsetTop + line.offsetHeight;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (bottom > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = bottom - scroller.clientHeight;
}
