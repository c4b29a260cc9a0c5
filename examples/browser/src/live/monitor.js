// The page as a monitor: which host it looks at, and which instance of it.

import { toast } from '../ui/toast.js';
import { Following } from './following.js';
import { addressOf, Host } from './host.js';

export class Monitor extends EventTarget {
  /** @param leave called to show what the page shows without a host */
  constructor(app, stage, leave) {
    super();
    this.app = app;
    this.stage = stage;
    this.leave = leave;
    this.host = undefined;
    this.following = undefined;
  }

  /** Calls `listener` when another host or instance is looked at. */
  on(listener) {
    this.addEventListener('change', listener);
  }

  /** Looks at a host; rejects where there is none. */
  async connect(text) {
    const host = new Host(addressOf(text));
    const processes = await host.processes();
    this.following?.close();
    this.following = undefined;
    this.host = host;
    this.processes = processes;
    this.#changed();
  }

  /** Shows an instance of the host. */
  async follow(id) {
    if (this.following?.id === id) return;
    this.following?.close();
    const following = new Following(this.host, id, this.app, this.stage);
    this.following = following;
    this.#changed();
    try {
      await following.open();
    } catch (error) {
      toast(`${id} could not be shown: ${error.message}`, 'error');
      following.close();
      if (this.following !== following) return;
      this.following = undefined;
      this.#changed();
    }
  }

  /** Looks at no host any more, since something else is opened. */
  close() {
    if (!this.host) return;
    this.following?.close();
    this.host = undefined;
    this.following = undefined;
    this.#changed();
  }

  /** Goes back to what the page shows without a host. */
  async disconnect() {
    this.close();
    await this.leave();
  }

  #changed() {
    const address = new URL(location.href);
    for (const [name, value] of [
      ['host', this.host?.address],
      ['instance', this.following?.id],
    ]) {
      if (value === undefined) address.searchParams.delete(name);
      else address.searchParams.set(name, value);
    }
    history.replaceState(undefined, '', address);
    this.dispatchEvent(new CustomEvent('change'));
  }
}
