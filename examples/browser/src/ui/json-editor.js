import { formatJson, parseObject } from '../json.js';
import { h } from './dom.js';

/**
 * A text field for a JSON object. It says what is wrong while one types, with the line and a pointer to the place;
 * `onchange` gets the object, or undefined while the text is not one.
 */
export class JsonEditor {
  #text;
  #error;

  constructor({ value = {}, label = 'Variables', rows = 4, onchange = () => {} } = {}) {
    this.#error = h('p.json-error', { role: 'alert', hidden: true, onclick: () => this.#showPlace() });
    this.#text = h('textarea.json', { rows, spellcheck: 'false', 'aria-label': label, autocomplete: 'off' });
    this.#text.addEventListener('input', () => {
      onchange(this.#check().value);
    });
    this.#text.addEventListener('keydown', (event) => this.#indent(event));
    this.element = h('.json-editor', {}, this.#text, this.#error);
    this.set(value);
  }

  set(value) {
    this.#text.value = formatJson(value);
    this.#check();
  }

  /** The object, or undefined while the text is not one; the error is then shown and the place marked. */
  read() {
    const { value, error } = this.#check();
    if (error) this.#showPlace();
    return value;
  }

  focus() {
    this.#text.focus();
  }

  #check() {
    const result = parseObject(this.#text.value);
    const { error } = result;
    this.position = error?.position;
    this.#text.toggleAttribute('aria-invalid', Boolean(error));
    this.#error.hidden = !error;
    if (error) {
      const line = this.#text.value.split('\n')[error.line - 1];
      const from = Math.max(0, error.column - 24);
      this.#error.replaceChildren(
        h('span', {}, `line ${error.line}, column ${error.column}: ${error.message}`),
        h('code', {}, `${line.slice(from, from + 40)}\n${' '.repeat(error.column - 1 - from)}^`),
      );
    }
    return result;
  }

  #showPlace() {
    if (this.position === undefined) return;
    this.#text.focus();
    this.#text.setSelectionRange(this.position, this.position + 1);
  }

  #indent(event) {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
    const before = this.#text.value.slice(0, this.#text.selectionStart);
    const margin = /[^\n]*$/.exec(before)[0].match(/^\s*/)[0] + (/[{[]\s*$/.test(before) ? '  ' : '');
    if (margin === '') return;
    event.preventDefault();
    this.#text.setRangeText(`\n${margin}`, this.#text.selectionStart, this.#text.selectionEnd, 'end');
    this.#check();
  }
}
