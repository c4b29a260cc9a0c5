// Keeps the diagram in step with the run: one picture after the other, none drawn over another.

export class Stage {
  #shown = Promise.resolve();

  constructor(app, diagram, note) {
    this.app = app;
    this.diagram = diagram;
    this.note = note;
    this.speedOf = () => 1;
    app.on('change', ({ row }) => this.#show(row));
    app.on('selection', () => diagram.show());
    app.on('model change play', () => this.#publish());
  }

  /** Opens a model: parses it, draws it, says what is special about it. */
  async open(model) {
    this.app.load(model);
    const note = await this.diagram.load(this.app.model);
    this.note.textContent = note ?? '';
    this.note.hidden = !note;
    this.diagram.fit();
    this.diagram.show();
  }

  /** Resolves when the last step has been seen. */
  settled() {
    return this.#shown;
  }

  #show(row) {
    this.diagram.tokens.stop();
    if (row) {
      this.#shown = this.diagram.animate(row, this.speedOf());
    } else {
      this.#shown = Promise.resolve();
      this.diagram.show();
    }
    this.#publish();
  }

  /** Tells style sheets, and whoever drives the page, where the run stands. */
  #publish() {
    const { session } = this.app;
    const { dataset } = document.body;
    dataset.status = session?.status ?? (this.app.runnable ? 'ready' : 'refused');
    dataset.step = String(session?.cursor ?? -1);
    dataset.steps = String(session?.rows.length ?? 0);
  }
}
