// A running host, as docs/monitoring.md says how to ask it.

const LOOPBACK = 'http://127.0.0.1:';

/** The address that somebody typed: a port is enough for a host on this machine. Throws where it is none. */
export function addressOf(text) {
  const trimmed = text.trim();
  const full = /^\d+$/.test(trimmed) ? LOOPBACK + trimmed : /^\w+:\/\//.test(trimmed) ? trimmed : `http://${trimmed}`;
  if (!URL.canParse(full) || !/^https?:$/.test(new URL(full).protocol))
    throw new Error(`${trimmed || 'nothing'} is not an address of a host such as ${LOOPBACK}8787`);
  return full.replace(/\/+$/, '');
}

/** Path of an instance. */
const of = (instance) => `/instances/${encodeURIComponent(instance)}`;

export class Host {
  #deployments = new Map();

  constructor(address) {
    this.address = address;
  }

  processes() {
    return this.#get('/processes').then(({ processes }) => processes);
  }

  instance(id) {
    return this.#get(of(id));
  }

  /** A file never changes once it is deployed. */
  async deployment(id) {
    const known = this.#deployments.get(id) ?? (await this.#get(`/deployments/${encodeURIComponent(id)}`));
    this.#deployments.set(id, known);
    return known;
  }

  /** All steps after a revision. */
  async steps(id, after) {
    const steps = [];
    for (;;) {
      const seen = steps.at(-1)?.revision ?? after;
      const page = await this.#get(`${of(id)}/history?after=${seen}`);
      steps.push(...page.steps);
      if (!page.more || page.steps.length === 0) return steps;
    }
  }

  /** Ids of the instances that this one has called and that have not ended. */
  async called(id) {
    const query = new URLSearchParams({ caller: id, status: 'active,suspended' });
    const { instances } = await this.#get(`/instances?${query}`);
    return instances.map((row) => row.id);
  }

  watchInstance(id, told) {
    return this.#watch(of(id), told);
  }

  /** @param query `{ status, process, businessKey, limit, offset }`; what is empty does not matter */
  watchInstances(query, told) {
    const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
    return this.#watch(`/instances?${new URLSearchParams(given)}`, told);
  }

  async #get(path) {
    let response;
    try {
      response = await fetch(this.address + path);
    } catch {
      throw new Error(`there is no answer from ${this.address}; is the host running?`);
    }
    const body = await response.json().catch(() => ({}));
    if (!response.ok) throw new Error(body.message ?? `${this.address} answered ${response.status}`);
    return body;
  }

  /**
   * Calls `told.seen` with an answer now and whenever it has changed, and `told.lost` while the host is not there. Pages
   * that nobody looks at do not ask: a browser opens few connections to one host. Returns what ends it.
   */
  #watch(path, told) {
    let source;
    const close = () => {
      source?.close();
      source = undefined;
    };
    const open = () => {
      source = new EventSource(this.address + path);
      source.addEventListener('message', ({ data }) => told.seen(JSON.parse(data)));
      source.addEventListener('error', () => {
        told.lost();
        if (source?.readyState === EventSource.CLOSED) retry();
      });
    };
    // A browser gives up where a host answers with anything but events.
    let timer;
    const retry = () => {
      close();
      timer = setTimeout(open, RETRY_MS);
    };
    const follow = () => {
      clearTimeout(timer);
      if (document.hidden) close();
      else if (!source) open();
    };
    document.addEventListener('visibilitychange', follow);
    follow();
    return () => {
      document.removeEventListener('visibilitychange', follow);
      clearTimeout(timer);
      close();
    };
  }
}

const RETRY_MS = 2000;
