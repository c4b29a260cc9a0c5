// Where somebody says which host to look at.

import { h, icon } from '../ui/dom.js';

const USUAL = 'http://127.0.0.1:8787';

export class Connect {
  constructor(host, monitor) {
    this.address = h('input', {
      type: 'text',
      id: 'host-address',
      value: USUAL,
      required: true,
      spellcheck: 'false',
      autocomplete: 'off',
    });
    this.error = h('p.json-error', { role: 'alert', hidden: true });
    this.form = h(
      'form',
      { onsubmit: (event) => this.#submit(event) },
      h('h3', {}, 'Watch what runs on a host'),
      h('label.field', {}, h('span', {}, 'Address'), this.address),
      this.error,
      h('p.hint', {}, 'There is one to try: ', h('code', {}, 'cargo xtask live'), '.'),
      h('.form-actions', {}, h('button.primary', { type: 'submit', id: 'connect' }, 'Watch')),
    );
    this.element = h('.connect', { popover: 'auto', id: 'connect-form' }, this.form);
    document.body.append(this.element);
    this.monitor = monitor;
    this.button = h(
      'button.watch',
      {
        type: 'button',
        id: 'watch-host',
        title: 'Watch instances of a running host',
        'aria-label': 'Watch a host',
        onclick: () => this.open(),
      },
      icon('eye'),
      h('span', {}, 'Watch a host'),
    );
    host.append(this.button);
    monitor.on(() => (this.button.hidden = Boolean(monitor.host)));
  }

  /** Opens the form; with a reason where an address was given and did not work. */
  open(address = undefined, reason = '') {
    if (address !== undefined) this.address.value = address;
    this.#say(reason);
    this.element.showPopover();
    const { left, bottom } = this.button.getBoundingClientRect();
    this.element.style.left = `${Math.max(8, Math.min(left, innerWidth - this.element.offsetWidth - 8))}px`;
    this.element.style.top = `${bottom + 8}px`;
    this.address.select();
  }

  async #submit(event) {
    event.preventDefault();
    this.#say('');
    try {
      await this.monitor.connect(this.address.value);
      this.element.hidePopover();
    } catch (error) {
      this.#say(error.message);
    }
  }

  #say(reason) {
    this.error.textContent = reason;
    this.error.hidden = reason === '';
  }
}
