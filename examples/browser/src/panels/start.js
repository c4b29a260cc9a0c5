// Before a run: which process, who answers the jobs, with which variables, from when on.

import { fromField, toField } from '../time.js';
import { fill, h, icon } from '../ui/dom.js';
import { JsonEditor } from '../ui/json-editor.js';
import { toast } from '../ui/toast.js';

export class StartForm {
  constructor(app) {
    this.app = app;
    this.editor = new JsonEditor({ rows: 5, onchange: (variables) => (app.variables = variables) });
    this.processes = h('select', { id: 'process', onchange: () => this.#enter(this.processes.value) });
    this.processField = h('label.field', {}, h('span', {}, 'Process'), this.processes);
    this.entries = h('select', { id: 'entry', onchange: () => (app.entry = this.entries.value) });
    this.entryField = h('label.field', {}, h('span', {}, 'Starts at'), this.entries);
    this.requester = this.#name('requester', () => (app.people.requester = this.requester.value.trim()));
    this.stakeholders = this.#name('stakeholders', () => (app.people.stakeholders = namesIn(this.stakeholders.value)));
    this.peopleFields = [
      h('label.field', {}, h('span', {}, 'Requester'), this.requester),
      h('label.field', {}, h('span', {}, 'Stakeholders besides, with commas between'), this.stakeholders),
    ];
    this.at = h('input', {
      type: 'datetime-local',
      id: 'start-at',
      onchange: () => (app.startAt = fromField(this.at.value) ?? app.startAt),
    });
    this.element = h(
      'form.start',
      { onsubmit: (event) => this.#start(event) },
      h('h2', {}, 'Start a run'),
      this.processField,
      this.entryField,
      this.peopleFields,
      h('label.field', {}, h('span', {}, 'Variables'), this.editor.element),
      h('label.field', {}, h('span', {}, 'The clock starts at (UTC)'), this.at),
      h('button.primary.wide', { type: 'submit', id: 'start' }, icon('play'), 'Start'),
    );
    app.on('model scenario', () => this.draw());
  }

  draw() {
    const { app } = this;
    const processes = app.model.processes;
    fill(
      this.processes,
      ...processes.map(({ id, name }) =>
        h('option', { value: id, selected: id === app.process }, name ? `${name} (${id})` : id),
      ),
    );
    this.processField.hidden = processes.length < 2;
    this.#drawEntries();
    for (const field of this.peopleFields) field.hidden = app.model.actions.size === 0;
    this.requester.value = app.people.requester;
    this.stakeholders.value = app.people.stakeholders.join(', ');
    this.at.value = toField(app.startAt);
    this.editor.set(app.variables);
  }

  #name(id, oninput) {
    return h('input', { type: 'text', id, autocomplete: 'off', spellcheck: 'false', oninput });
  }

  #enter(process) {
    this.app.enter(process);
    this.#drawEntries();
  }

  #drawEntries() {
    const { entries, entry, model } = this.app;
    const label = ({ element, trigger }) => `${model.names.of(element)}${trigger ? ` (${trigger})` : ''}`;
    fill(
      this.entries,
      ...entries.map((one) => h('option', { value: one.element, selected: one.element === entry }, label(one))),
    );
    this.entryField.hidden = entries.length < 2;
  }

  #start(event) {
    event.preventDefault();
    if (!this.editor.read()) return;
    try {
      this.app.start();
    } catch (error) {
      toast(error.message, 'error');
    }
  }
}

const namesIn = (text) =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
