// The small form that opens beside a button and asks for what an answer needs.

import { policyOf } from '../agenda.js';
import { condition, instanceName } from '../describe.js';
import { fill, h } from '../ui/dom.js';
import { JsonEditor } from '../ui/json-editor.js';
import { toast } from '../ui/toast.js';
import { eventFor } from './actions.js';
import { jsonBlock } from './variables.js';

const TITLES = {
  complete: 'Complete',
  do: 'Complete',
  choose: 'Choose',
  throw: 'Throw an error from',
  escalate: 'Escalate from',
  fail: 'Fail',
  return: 'Return to',
  refuse: 'Fail what is asked of',
  value: 'Give a value to',
  startMore: 'Start an activity of',
  message: 'Deliver to',
  signal: 'Send a signal to',
};

export class AnswerForm {
  /** @param suggest returns `{ errorCodes, escalationCodes, signalNames }` of the model */
  constructor(app, suggest) {
    this.app = app;
    this.suggest = suggest;
    this.element = h('.answer', { popover: 'auto' });
    document.body.append(this.element);
    app.on('model change', () => this.close());
  }

  /** Answers at once where nothing has to be asked, else opens the form beside `anchor`. */
  answer(action, obligation, anchor) {
    const { session } = this.app;
    if (action.id === 'run') return this.app.runScript(obligation).catch((error) => toast(error.message, 'error'));
    if (!action.form) return this.#send(eventFor(action, obligation));
    if (action.form === 'variables') return this.setVariables(anchor, obligation);
    const fields = this.#fields(action, obligation);
    const name = this.app.model.names.of(obligation.element);
    const instances = instanceName(session.statistics.instancesAround(obligation.activation));
    const by = action.by && ` as ${action.by}`;
    const title = h('h3', {}, `${TITLES[action.form]} `, h('em', {}, name), instances && `, ${instances}`, by);
    return this.#open(
      title,
      action.verb,
      fields,
      () => {
        const values = fields.read();
        return values && this.#send(eventFor(action, obligation, values));
      },
      anchor,
    );
  }

  /** Asks for a signal's name, whether somebody listens or not. */
  sendSignal(anchor) {
    const name = h('input', {
      type: 'text',
      required: true,
      list: 'known-signals',
      value: this.suggest().signalNames[0] ?? '',
    });
    const variables = new JsonEditor({ rows: 3 });
    const fields = {
      parts: [
        field('Name', name),
        datalist('known-signals', this.suggest().signalNames),
        field('Variables', variables.element),
      ],
      read: () => withVariables(variables, { name: name.value }),
      first: name,
    };
    this.#open(
      h('h3', {}, 'Send a signal'),
      'Send',
      fields,
      () => {
        const values = fields.read();
        return values && this.#send({ event: { type: 'signal', ...values } });
      },
      anchor,
    );
  }

  /** Asks for variables of the process, as after finding out why something is stuck; `awaited` is a condition. */
  setVariables(anchor, awaited = undefined) {
    const variables = new JsonEditor({ rows: 6, value: this.app.session.variables() ?? {} });
    const hint = awaited && h('p.called', {}, 'Until ', h('code', {}, condition(awaited.name)));
    const fields = { parts: [hint, variables.element], read: () => withVariables(variables, {}), first: variables };
    this.#open(
      h('h3', {}, 'Set variables'),
      'Set',
      fields,
      () => {
        const values = fields.read();
        return values && this.#send({ event: { type: 'setVariables', ...values } });
      },
      anchor,
    );
  }

  close() {
    if (this.element.matches(':popover-open')) this.element.hidePopover();
  }

  /** What to ask for, filled in with what the scenario would answer. */
  #fields(action, obligation) {
    const { session, scenario } = this.app;
    const answered = obligation.type === 'job' || obligation.type === 'call';
    const policy = answered ? policyOf(scenario, obligation, session.statistics) : undefined;
    switch (action.form) {
      case 'value':
        return valueFields(obligation);
      case 'fail':
      case 'refuse':
        return failFields(policy, action.form === 'fail');
      case 'throw':
        return throwFields('Error code', policy, this.suggest().errorCodes);
      case 'escalate':
        return throwFields('Escalation code', undefined, this.suggest().escalationCodes);
      case 'do':
        return personFields(this.#person(obligation, policy), returnFields(policy, obligation));
      case 'choose':
        return personFields(this.#person(obligation, policy));
      case 'startMore':
        return elementFields(this.app.startableIn(obligation.element));
      default:
        return returnFields(policy, obligation);
    }
  }

  /** Who is most likely to do an action, and who else is known. */
  #person({ candidateGroups = [] }, policy) {
    const { members } = this.app.model;
    const { requester = '', stakeholders } = this.app.session.request;
    const known = new Set([...candidateGroups.flatMap((group) => members.get(group) ?? []), ...stakeholders]);
    return { likely: policy?.by ?? requester, known: [...known], groups: candidateGroups };
  }

  #send({ event, at, next }) {
    try {
      this.app.apply(event, at);
      if (next) this.app.apply(next);
      this.close();
      return true;
    } catch (error) {
      toast(error.message, 'error');
      return false;
    }
  }

  #open(title, verb, fields, submit, anchor) {
    const form = h(
      'form',
      {
        onsubmit: (event) => {
          event.preventDefault();
          submit();
        },
        onkeydown: (event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
        },
      },
      title,
      fields.parts,
      h(
        '.form-actions',
        {},
        h('span.hint', {}, h('kbd', {}, 'Ctrl'), ' ', h('kbd', {}, '↵')),
        h('button', { type: 'button', onclick: () => this.close() }, 'Not now'),
        h('button.primary', { type: 'submit' }, verb),
      ),
    );
    const { bottom, left, top } = anchor.getBoundingClientRect();
    fill(this.element, form);
    this.element.showPopover();
    const { width, height } = this.element.getBoundingClientRect();
    const below = bottom + 8 + height < innerHeight;
    this.element.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
    this.element.style.top = `${below ? bottom + 8 : Math.max(8, top - height - 8)}px`;
    fields.first.focus();
  }
}

function returnFields(policy, { type, calledElement, variables: given = {} }) {
  const variables = new JsonEditor({ value: policy?.complete ?? {} });
  const called = type === 'call' && [
    h('p.called', {}, 'Called: ', h('code', {}, calledElement)),
    h('.field', {}, h('span', {}, 'Variables it was given'), jsonBlock(given, 'given')),
  ];
  const label = type === 'subscription' ? 'Variables it brings' : 'Variables to return';
  return {
    parts: [called, field(label, variables.element)],
    read: () => withVariables(variables, {}),
    first: variables,
  };
}

/** Whoever it is belongs to the groups for this time: it is a model that is tried here, not its people. */
function personFields({ likely, known, groups }, rest = { parts: [], read: () => ({}) }) {
  const person = h('input', { type: 'text', required: true, value: likely, list: 'known-people', autocomplete: 'off' });
  const label = groups.length > 0 ? `Who does it (for ${groups.join(', ')})` : 'Who does it';
  return {
    parts: [field(label, person), datalist('known-people', known), rest.parts],
    read() {
      const values = rest.read();
      return values && { ...values, person: person.value.trim() };
    },
    first: person,
  };
}

function valueFields({ source, language, variables = {} }) {
  const value = h('input', { type: 'text', required: true, value: 'true', name: 'value' });
  const seen = Object.keys(variables).length > 0 && [
    h('.field', {}, h('span', {}, 'Seen by it alone'), jsonBlock(variables, 'given')),
  ];
  return {
    parts: [h('p.called', {}, `${language}: `, h('code', {}, source)), seen, field('Value, in JSON', value)],
    read() {
      try {
        return { value: JSON.parse(value.value) };
      } catch {
        toast('write a value as JSON has it: true, 12, "text", null, or a list or an object of such', 'error');
        return undefined;
      }
    },
    first: value,
  };
}

function elementFields(elements) {
  const choice = h(
    'select',
    {},
    elements.map(({ id, name }) => h('option', { value: id }, name || id)),
  );
  return { parts: [field('Activity', choice)], read: () => ({ element: choice.value }), first: choice };
}

function failFields(policy, retried) {
  const message = h('input', { type: 'text', required: true, value: policy?.fail ?? 'the service did not answer' });
  const retries = h('input', { type: 'number', min: 0, max: 99, step: 1, value: policy?.retries ?? 0, required: true });
  return {
    parts: [field('What went wrong', message), retried && field('Retries left (0 raises an incident)', retries)],
    read: () => ({ message: message.value, retries: Number(retries.value) }),
    first: message,
  };
}

function throwFields(label, policy, codes) {
  const code = h('input', {
    type: 'text',
    required: true,
    list: 'known-codes',
    value: policy?.throw ?? codes[0] ?? '',
  });
  const variables = new JsonEditor({ rows: 3, value: policy?.variables ?? {} });
  return {
    parts: [field(label, code), datalist('known-codes', codes), field('Variables', variables.element)],
    read: () => withVariables(variables, { code: code.value }),
    first: code,
  };
}

function withVariables(editor, others) {
  const variables = editor.read();
  return variables && { ...others, variables };
}

const field = (label, control) => h('label.field', {}, h('span', {}, label), control);
const datalist = (id, values) =>
  h(
    'datalist',
    { id },
    values.map((value) => h('option', { value })),
  );
