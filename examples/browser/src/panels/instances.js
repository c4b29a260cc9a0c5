// The instances of a host, newest first, as they are now.

import { formatDuration, formatInstant } from '../time.js';
import { fill, h, iconButton } from '../ui/dom.js';

const PAGE = 50;
const STATUSES = {
  '': 'all statuses',
  'active,suspended': 'running',
  completed: 'completed',
  'terminated,cancelled': 'ended early',
  failed: 'failed',
};

export class Instances {
  #end = () => {};
  #rows = [];
  /** The clock of a host may be another than the page's. */
  #ahead = 0;
  /** Has nothing of this host been shown yet? */
  #untouched = true;
  /** Whether the host does not answer. */
  #lost = false;

  constructor(monitor) {
    this.monitor = monitor;
    this.address = h('span.address');
    this.status = h(
      'select',
      { id: 'filter-status', 'aria-label': 'Status', onchange: () => this.#ask() },
      Object.entries(STATUSES).map(([value, name]) => h('option', { value }, name)),
    );
    this.process = h('select', { id: 'filter-process', 'aria-label': 'Process', onchange: () => this.#ask() });
    this.key = h('input', {
      type: 'search',
      id: 'filter-key',
      placeholder: 'business key',
      'aria-label': 'Business key',
      autocomplete: 'off',
      onchange: () => this.#ask(),
    });
    this.note = h('p.note', { role: 'status' });
    this.list = h('ul.instance-list', { id: 'instances' });
    this.newer = h('button', { type: 'button', onclick: () => this.#ask(this.offset - PAGE) }, 'Newer');
    this.older = h('button', { type: 'button', onclick: () => this.#ask(this.offset + PAGE) }, 'Older');
    this.pages = h('.pages', {}, this.newer, this.older);
    this.element = h(
      'nav.instances',
      { id: 'host', 'aria-label': 'Instances', hidden: true },
      h(
        'header',
        {},
        h('.titles', {}, h('h2', {}, 'Instances'), this.address),
        iconButton('cross', 'Leave this host', () => monitor.disconnect(), { id: 'disconnect' }),
      ),
      h('.filters', {}, this.status, this.process, this.key),
      this.note,
      this.list,
      this.pages,
    );
    this.list.addEventListener('click', (event) => {
      const item = event.target.closest('button');
      if (item) monitor.follow(item.dataset.instance);
    });
    setInterval(() => this.#drawAges(), 1000);
    monitor.on(() => this.#changed());
  }

  #changed() {
    const { host, processes } = this.monitor;
    this.element.hidden = !host;
    document.body.toggleAttribute('data-host', Boolean(host));
    if (host === this.host) return this.#mark();
    this.host = host;
    this.#untouched = true;
    this.#end();
    fill(this.list);
    if (!host) return undefined;
    this.address.textContent = host.address.replace(/^https?:\/\//, '');
    const ids = [...new Set(processes.map(({ process }) => process))];
    fill(this.process, h('option', { value: '' }, 'all processes'), ids.map((id) => h('option', { value: id }, id)));
    this.process.hidden = ids.length < 2;
    this.several = ids.length > 1;
    this.status.value = '';
    this.key.value = '';
    return this.#ask();
  }

  #ask(offset = 0) {
    this.offset = Math.max(0, offset);
    this.#end();
    this.#rows = undefined;
    this.#say('Loading…');
    const query = { status: this.status.value, process: this.process.value, businessKey: this.key.value.trim() };
    this.#end = this.monitor.host.watchInstances(
      { ...query, limit: PAGE, offset: this.offset },
      { seen: (page) => this.#show(page), lost: () => this.#lose() },
    );
  }

  #show({ now, instances, more }) {
    this.#rows = instances;
    this.#lost = false;
    this.#ahead = now - Date.now();
    const filtered = this.status.value || this.process.value || this.key.value.trim() || this.offset > 0;
    this.#say(instances.length > 0 ? '' : filtered ? 'None of these.' : 'None yet: they appear as they are started.');
    this.newer.disabled = this.offset === 0;
    this.older.disabled = !more;
    this.pages.hidden = this.offset === 0 && !more;
    this.#draw();
    // The newest is shown where nothing else was asked for.
    if (this.#untouched && !this.monitor.following && instances.length > 0) this.monitor.follow(instances[0].id);
    this.#untouched &&= instances.length === 0;
  }

  #lose() {
    this.#lost = true;
    this.#say('The host does not answer; trying again…');
  }

  #say(text) {
    this.note.textContent = text;
    this.note.hidden = text === '';
  }

  /** Keeps the buttons that are there, or one could not be clicked while the list changes. */
  #draw() {
    const known = new Map([...this.list.children].map((item) => [item.dataset.instance, item]));
    const items = this.#rows.map((row) => known.get(row.id) ?? this.#item(row));
    for (const [index, item] of items.entries()) {
      item.update(this.#rows[index]);
      if (this.list.children[index] !== item) this.list.insertBefore(item, this.list.children[index] ?? null);
    }
    while (this.list.children.length > items.length) this.list.lastChild.remove();
    this.#mark();
  }

  #item({ id, businessKey, process }) {
    const state = h('span.state');
    const started = h('span.started', { title: 'when it was started, in UTC' });
    const age = h('span.age');
    const button = h(
      'button',
      { type: 'button', data: { instance: id } },
      h('span.name', { title: id }, businessKey ?? id),
      state,
      started,
      age,
      this.several && h('span.process', {}, process),
    );
    const item = h('li', { data: { instance: id } }, button);
    item.update = (row) => {
      const shown = row.incidents > 0 ? 'incident' : row.status;
      item.dataset.status = shown;
      state.className = `state ${CLASSES[shown] ?? shown}`;
      state.textContent = shown === 'active' ? 'running' : shown;
      item.row = row;
      started.textContent = formatInstant(row.started);
      item.redraw();
    };
    item.redraw = () => {
      const { started, ended } = item.row;
      const length = (ended ?? Date.now() + this.#ahead) - started;
      age.textContent = `${ended === null ? 'for' : 'took'} ${rounded(length)}`;
    };
    return item;
  }

  #drawAges() {
    if (!this.element.hidden && !this.#lost) for (const item of this.list.children) item.redraw();
  }

  #mark() {
    const id = this.monitor.following?.id;
    for (const item of this.list.children) {
      const chosen = item.dataset.instance === id;
      item.firstChild.toggleAttribute('aria-current', chosen);
    }
  }
}

/** An instance's status in the colours of an element's state. */
const CLASSES = { active: 'running', completed: 'done', terminated: 'cancelled', suspended: 'suspended' };

/** Whole seconds, for this is read in passing. */
const rounded = (ms) => formatDuration(Math.max(1, Math.round(ms / 1000)) * 1000);
