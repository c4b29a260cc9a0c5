// Where a request stands: its state, its people, and who keeps all others from moving it on.

import { fill, h } from '../ui/dom.js';

export class RequestFacts {
  constructor(app) {
    this.app = app;
    this.element = h('section.request', { id: 'request' });
    app.on('model change', () => this.draw());
  }

  draw() {
    const { state, requester, stakeholders = [], chosen } = this.app.session?.request ?? {};
    this.element.hidden = !state && !requester;
    if (this.element.hidden) return;
    const others = stakeholders.filter((name) => name !== requester);
    fill(
      this.element,
      h('h2', {}, 'Request'),
      h(
        'dl',
        {},
        state && fact('State', h('strong.request-state', { data: { type: state.type } }, state.name ?? state.id)),
        requester && fact('Requester', requester),
        others.length > 0 && fact('Stakeholders', others.join(', ')),
        chosen && fact('Blocked by', [chosen.by, ': ', h('em', {}, this.app.model.names.of(chosen.element))]),
      ),
    );
  }
}

const fact = (name, value) => h('.pair', {}, h('dt', {}, name), h('dd', {}, value));
