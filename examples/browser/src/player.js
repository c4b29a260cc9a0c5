// Plays a run: one step after the other, each shown before the next one is taken.

/** Factors on the pace; `Infinity` shows no movement at all. */
export const SPEEDS = { '½×': 0.5, '1×': 1, '2×': 2, '4×': 4, max: Infinity };

const PAUSE_MS = 420;
/** So many steps without a pause are most likely a loop that never waits for a person. */
const MAX_IN_A_ROW = 1000;

export class Player {
  /**
   * @param app the application
   * @param animate its `settled()` resolves when the last step has been shown
   * @param report called with a text when playing stops by itself, or with an error
   */
  constructor(app, animate, report) {
    this.app = app;
    this.animate = animate;
    this.report = report;
    this.playing = false;
    this.speed = 1;
    this.running = Promise.resolve();
  }

  setSpeed(speed) {
    this.speed = speed;
    this.app.emit('play');
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    this.app.emit('play');
  }

  play() {
    if (this.playing || !this.app.runnable) return;
    const { session, readOnly } = this.app;
    if (session.started && !session.hasFuture && (session.ended || readOnly)) this.app.reset();
    this.playing = true;
    this.app.emit('play');
    this.running = this.#loop().finally(() => this.pause());
  }

  /** Takes a single step: a recorded one where there is one, else the next that happens by itself. */
  step() {
    this.pause();
    if (this.app.script) return void this.#runScript();
    if (this.#advance() === 'stuck') this.report(this.#whyStuck());
  }

  /** Shows the last step that is known. */
  last() {
    this.pause();
    if (this.app.session?.hasFuture) this.app.goTo(this.app.session.rows.length - 1);
  }

  back() {
    this.pause();
    if (this.app.session?.cursor > 0) this.app.goTo(this.app.session.cursor - 1);
  }

  reset() {
    this.pause();
    if (this.app.session) this.app.reset();
  }

  async #loop() {
    for (let count = 0; this.playing; count += 1) {
      if (count >= MAX_IN_A_ROW)
        return this.report(`paused after ${MAX_IN_A_ROW} steps in a row; play on if that is meant`);
      const result = this.app.script ? await this.#runScript() : this.#advance();
      const { session, readOnly } = this.app;
      if (result === 'stuck') return session.ended || readOnly ? undefined : this.report(this.#whyStuck());
      await this.animate.settled();
      if (this.playing && this.speed !== Infinity) await pause(PAUSE_MS / this.speed);
      else if (count % 50 === 49) await pause(0);
    }
  }

  async #runScript() {
    try {
      await this.app.runScript(this.app.script);
      return 'moved';
    } catch (error) {
      this.pause();
      this.report(error.message, error);
      return 'failed';
    }
  }

  #advance() {
    const { app } = this;
    if (!app.runnable) return 'stuck';
    try {
      if (!app.session.started) return app.readOnly ? 'stuck' : app.start() && 'moved';
      if (app.session.hasFuture) {
        app.goTo(app.session.cursor + 1);
        return 'moved';
      }
      return app.takeNext() ? 'moved' : 'stuck';
    } catch (error) {
      this.pause();
      this.report(error.message, error);
      return 'failed';
    }
  }

  #whyStuck() {
    const { session, runnable, readOnly } = this.app;
    if (readOnly) return 'this is how it stands now; what the host does next is shown as it happens';
    if (!runnable) return 'this model cannot be run; see what is listed beside it';
    if (session.ended) return `this run has ended: ${session.status}. Press R to start again`;
    if (session.suspended) return 'suspended: resume the run to go on';
    return 'waiting for you: answer a job or an event on the diagram, or let jobs complete by themselves';
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
