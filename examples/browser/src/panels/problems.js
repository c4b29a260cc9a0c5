// What the engine has to say about a model.

import { fill, h } from '../ui/dom.js';

const RANK = { error: 0, warning: 1, info: 2 };
const PLURALS = { error: ['error', 'errors'], warning: ['warning', 'warnings'], info: ['note', 'notes'] };

export class Problems {
  constructor(app, reveal) {
    this.app = app;
    this.reveal = reveal;
    this.element = h('section.problems', { id: 'problems' });
    app.on('model', () => this.draw());
  }

  draw() {
    const { model, runnable } = this.app;
    const found = [...model.diagnostics].sort(
      (one, other) => RANK[one.severity] - RANK[other.severity] || one.line - other.line,
    );
    this.element.hidden = found.length === 0 && runnable;
    if (this.element.hidden) return;
    fill(
      this.element,
      h(
        'details',
        { open: !runnable || found.some((diagnostic) => diagnostic.severity === 'warning') },
        h(
          'summary',
          {},
          h('h2', {}, runnable ? 'About this model' : 'This model cannot be run'),
          h('span.count', {}, summary(found)),
        ),
        !runnable && found.length === 0 && h('p', {}, 'It holds no process that can be executed.'),
        h(
          'ul',
          {},
          found.map((diagnostic) => this.#item(diagnostic)),
        ),
      ),
    );
  }

  #item({ severity, message, help, element: id, line, column, code, path }) {
    // A state machine is not drawn before it can be run.
    const element = path === undefined || this.app.runnable ? id : undefined;
    const choose = () => {
      if (!element) return;
      this.app.select(element);
      this.reveal(element);
    };
    return h(
      `li.${severity}`,
      { data: { code, element: id ?? '' } },
      h(
        'button',
        { type: 'button', onclick: choose, disabled: !element, title: element ? `Show ${element}` : undefined },
        h('span.place', {}, `${line}:${column}`),
        h('span.message', {}, ...quoted(message)),
        path && h('code.path', {}, path),
        help && h('span.help', {}, ...quoted(help)),
      ),
    );
  }
}

function summary(found) {
  return Object.entries(PLURALS)
    .map(([severity, names]) => [found.filter((diagnostic) => diagnostic.severity === severity).length, names])
    .filter(([count]) => count > 0)
    .map(([count, names]) => `${count} ${names[count === 1 ? 0 : 1]}`)
    .join(', ');
}

/** The engine puts the model's own words in backticks. */
const quoted = (text) => text.split('`').map((part, index) => (index % 2 === 1 ? h('code', {}, part) : part));
