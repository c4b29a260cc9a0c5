// How the jobs of one element are answered when they complete by themselves: the n-th job by the n-th policy.

import { policiesFor } from '../agenda.js';
import { formatDuration, parseDuration } from '../time.js';
import { fill, h, iconButton } from '../ui/dom.js';
import { JsonEditor } from '../ui/json-editor.js';

const KINDS = { complete: 'completes', throw: 'throws', fail: 'fails', wait: 'waits for you' };
/** An action of a request is done or not. */
const OF_ACTIONS = new Set(['complete', 'wait']);
const FRESH = { complete: { complete: {} }, throw: { throw: 'ERROR' }, fail: { fail: 'failed' }, wait: { wait: true } };
const JOBS = new Set([
  'userTask',
  'serviceTask',
  'sendTask',
  'scriptTask',
  'businessRuleTask',
  'adHocSubProcess',
  'callActivity',
]);

export class PolicyEditor {
  #open = false;

  constructor(app) {
    this.app = app;
  }

  /** The editor for an element; undefined for those that hand out no jobs. */
  draw(element) {
    if (!JOBS.has(element.type) || this.app.mode === 'by hand' || this.app.readOnly) return undefined;
    const found = policiesFor(this.app.scenario, element.id, element.type);
    this.element = element.id;
    this.action = this.app.model.actions.has(element.id);
    this.list = structuredClone(found?.list ?? [{ wait: true }]);
    this.summary = h('span.detail');
    this.rows = h('ol');
    this.#drawRows();
    return h(
      'details.policies',
      { open: this.#open, ontoggle: (event) => (this.#open = event.currentTarget.open) },
      h('summary', {}, h('h3', {}, 'Automatic answer'), this.summary),
      this.rows,
      h(
        'button.link',
        { type: 'button', onclick: () => this.#edit(() => this.list.push({ complete: {} })) },
        'Add one for the next time',
      ),
    );
  }

  #drawRows() {
    fill(
      this.rows,
      this.list.map((policy, index) => this.#row(policy, index)),
    );
    this.#summarize();
  }

  #summarize() {
    this.summary.textContent = this.list.map(describe).join(', then ');
  }

  /** Keeps what was typed. The fields stay as they are, or the one in use would lose the cursor. */
  #save() {
    this.app.setPolicies(this.element, structuredClone(this.list));
    this.#summarize();
  }

  /** Changes which fields there are. */
  #edit(change) {
    change();
    this.#save();
    this.#drawRows();
  }

  #row(policy, index) {
    const kind = kindOf(policy);
    const choice = h(
      'select',
      {
        'aria-label': 'What happens',
        onchange: () =>
          this.#edit(() => (this.list[index] = { ...structuredClone(FRESH[choice.value]), after: policy.after })),
      },
      Object.entries(KINDS)
        .filter(([value]) => !this.action || OF_ACTIONS.has(value))
        .map(([value, label]) => h('option', { value, selected: value === kind }, label)),
    );
    const remove = () => this.#edit(() => this.list.splice(index, 1));
    return h(
      'li',
      {},
      h(
        '.policy-line',
        {},
        choice,
        kind === 'complete' && this.action && this.#by(policy),
        kind === 'throw' && this.#text('Error code', policy, 'throw'),
        kind === 'fail' && this.#text('Message', policy, 'fail'),
        kind !== 'wait' && this.#after(policy),
        this.list.length > 1 && iconButton('cross', 'Remove', remove),
      ),
      kind === 'complete' && this.#variables(policy, 'complete'),
      kind === 'throw' && this.#variables(policy, 'variables'),
    );
  }

  #text(label, policy, name) {
    const field = h('input', { type: 'text', 'aria-label': label, value: policy[name], required: true });
    field.addEventListener('input', () => {
      if (field.value === '') return;
      policy[name] = field.value;
      this.#save();
    });
    return field;
  }

  /** Who does it; nothing is the requester. */
  #by(policy) {
    const value = policy.by ?? '';
    const field = h('input', { type: 'text', size: 8, 'aria-label': 'By', value, placeholder: 'requester' });
    field.addEventListener('input', () => {
      policy.by = field.value.trim() || undefined;
      this.#save();
    });
    return h('label.after', {}, 'by', field);
  }

  #after(policy) {
    const field = h('input', {
      type: 'text',
      size: 6,
      'aria-label': 'After',
      value: formatDuration(policy.after ?? 0),
    });
    field.addEventListener('input', () => {
      const ms = parseDuration(field.value);
      field.toggleAttribute('aria-invalid', ms === undefined);
      if (ms === undefined) return;
      policy.after = ms;
      this.#save();
    });
    return h('label.after', {}, 'after', field);
  }

  #variables(policy, name) {
    const keep = (value) => {
      if (!value) return;
      policy[name] = value;
      this.#save();
    };
    return new JsonEditor({ rows: 2, value: policy[name] ?? {}, onchange: keep }).element;
  }
}

const kindOf = (policy) => Object.keys(KINDS).find((kind) => kind in policy) ?? 'wait';

function describe(policy) {
  const after = policy.after ? ` after ${formatDuration(policy.after)}` : '';
  if ('throw' in policy) return `throws ${policy.throw}${after}`;
  const by = policy.by ? ` by ${policy.by}` : '';
  return `${KINDS[kindOf(policy)]}${by}${after}`;
}
