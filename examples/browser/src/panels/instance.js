// What a host says of the instance that is followed.

import { formatInstant } from '../time.js';
import { fill, h } from '../ui/dom.js';

export class InstanceFacts {
  /** @param follow called with the id of another instance that is to be shown */
  constructor(app, follow) {
    this.app = app;
    this.follow = follow;
    this.element = h('section.instance-facts', { id: 'instance' });
    app.on('model change', () => this.draw());
  }

  draw() {
    const { live } = this.app;
    this.element.hidden = !live?.seen;
    if (this.element.hidden) return;
    const { id, process, version, businessKey, started, ended, caller } = live.seen.instance;
    fill(
      this.element,
      h('h2', {}, businessKey ?? id),
      h('p.kind', {}, `${process}, version ${version}`),
      h(
        'dl',
        {},
        businessKey !== id && businessKey !== null && fact('Instance', h('code', {}, id)),
        fact('Started', time(started)),
        ended !== null && fact('Ended', time(ended)),
        caller !== null && fact('Called by', this.#link(caller)),
        live.called.length > 0 && fact('Calls', live.called.map((called) => this.#link(called))),
      ),
      live.lack && h('p.lack', {}, `Only part of it is known: ${live.lack}.`),
    );
  }

  #link(id) {
    return h('button.link', { type: 'button', onclick: () => this.follow(id) }, id);
  }
}

const fact = (name, value) => h('.pair', {}, h('dt', {}, name), h('dd', {}, value));

const time = (at) => h('time', {}, `${formatInstant(at)} UTC`);
