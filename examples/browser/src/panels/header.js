// Which model is open, and who answers its jobs.

import { EXAMPLES } from '../examples.js';
import { fill, h, icon, iconButton } from '../ui/dom.js';

const MODE_HINTS = {
  automatic: 'Every job completes at once and returns nothing; change that for an element by clicking it.',
  'by hand': 'Nothing completes by itself.',
};

export class Header {
  /**
   * `open` is called with each file that is chosen, `choose` with the id of an example, and `save` to save the run.
   */
  constructor(host, app, { open, save, choose }) {
    this.app = app;
    this.file = h('input', {
      type: 'file',
      id: 'file',
      accept: '.bpmn,.xml,.json,application/xml,text/xml,application/json',
      hidden: true,
    });
    this.file.addEventListener('change', () => {
      const [file] = this.file.files;
      if (file) open(file);
      this.file.value = '';
    });
    this.examples = h(
      'select',
      {
        id: 'example',
        title: 'Open an example',
        'aria-label': 'Open an example',
        onchange: () => choose(this.examples.value),
      },
      h('option', { value: '', hidden: true }),
      h(
        'optgroup',
        { label: 'Examples' },
        Object.entries(EXAMPLES).map(([id, { name }]) => h('option', { value: id }, name)),
      ),
    );
    this.name = h('span.model-name', { id: 'model-name' });
    this.mode = h('select', { id: 'mode', onchange: () => app.use(this.mode.value) });
    this.scenario = h('label.mode', {}, h('span', {}, 'Scenario'), this.mode);
    this.save = iconButton('save', 'Save this run (S); open the file to see it again', save, { id: 'save-run' });
    host.append(
      h('span.brand', {}, 'Tidewheel'),
      h(
        'button.model',
        {
          type: 'button',
          id: 'open-file',
          title: 'Open a model, a state machine or a saved run (O); dropping one anywhere works too',
          onclick: () => this.choose(),
        },
        icon('open'),
        this.name,
      ),
      this.file,
      this.examples,
      this.save,
      this.scenario,
    );
    app.on('model scenario', () => this.draw());
    // What was not gone through event by event cannot be gone through again.
    app.on('model change', () => (this.save.disabled = !app.session?.started || Boolean(app.live?.lack)));
  }

  choose() {
    this.file.click();
  }

  draw() {
    const { app } = this;
    this.name.textContent = app.model.name;
    // What is open is said beside it; it only says what there is besides.
    this.examples.value = '';
    document.title = `${app.model.name} · Tidewheel`;
    this.scenario.hidden = app.readOnly;
    const option = (name) => h('option', { value: name, selected: name === app.mode }, name);
    const scenarios = Object.keys(app.model.scenarios);
    const common = Object.keys(app.modes).filter((name) => !scenarios.includes(name));
    fill(
      this.mode,
      ...(scenarios.length > 0 ? [h('optgroup', { label: 'Scenarios' }, scenarios.map(option))] : []),
      ...common.map(option),
    );
    this.mode.title =
      MODE_HINTS[app.mode] ??
      `Jobs are answered as the scenario ${app.mode} says; change that for an element by clicking it.`;
  }
}
