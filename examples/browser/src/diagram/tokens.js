// Tokens that move along sequence flows.

import { wavesOf } from '../waves.js';

const PIXELS_PER_MS = 0.42;
const SHORTEST_MS = 180;
const LONGEST_MS = 900;
const SVG = 'http://www.w3.org/2000/svg';

export class Tokens {
  #round = 0;

  constructor(viewer, app) {
    this.viewer = viewer;
    this.app = app;
  }

  /** Takes all tokens off the diagram; what was moving counts as not seen. */
  stop() {
    this.#round += 1;
    for (const token of document.querySelectorAll('.tw-token')) token.remove();
  }

  /**
   * Moves tokens wave by wave; `reveal` gets the ids of what has been reached: the sources when a wave sets out, the
   * flows and their targets when it has come in.
   * Resolves to false when something else has taken over meanwhile.
   */
  async run(history, speed, reveal) {
    this.stop();
    const round = this.#round;
    if (speed === Infinity || matchMedia('(prefers-reduced-motion: reduce)').matches || document.hidden) return true;
    for (const wave of wavesOf(history, (flow) => this.#ends(flow))) {
      reveal(wave.map((flow) => this.#ends(flow).source));
      await Promise.all(wave.map((flow) => this.#move(flow, speed, () => round === this.#round)));
      if (round !== this.#round) return false;
      reveal(wave.flatMap((flow) => [flow, this.#ends(flow).target]));
    }
    return true;
  }

  #ends(flow) {
    const connection = this.viewer.get('elementRegistry').get(flow);
    return { source: connection?.source?.id ?? flow, target: connection?.target?.id ?? flow };
  }

  #move(flow, speed, current) {
    const path = this.viewer.get('elementRegistry').getGraphics(flow)?.querySelector('.djs-visual > path');
    if (!path) return Promise.resolve();
    const length = path.getTotalLength();
    const duration = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, length / PIXELS_PER_MS)) / speed;
    const token = document.createElementNS(SVG, 'circle');
    token.setAttribute('class', 'tw-token');
    token.setAttribute('r', '7');
    this.viewer.get('canvas').getLayer('tokens', 10).append(token);
    return new Promise((resolve) => {
      const begin = performance.now();
      const frame = (now) => {
        const part = Math.min(1, Math.max(0, (now - begin) / duration));
        const eased = part < 0.5 ? 2 * part * part : 1 - 2 * (1 - part) ** 2;
        const { x, y } = path.getPointAtLength(eased * length);
        token.setAttribute('cx', x);
        token.setAttribute('cy', y);
        if (part < 1 && current()) return requestAnimationFrame(frame);
        token.remove();
        return resolve();
      };
      requestAnimationFrame(frame);
    });
  }
}
