// Reads JSON objects typed by people, and says in their words where it went wrong.

const NUMBER = /-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const WORD = /[A-Za-z_$][\w$-]*/y;
const LITERALS = ['true', 'false', 'null'];

/** `{ value }` for a JSON object, else `{ error: { message, line, column, position } }`. Blank text is an empty object. */
export function parseObject(text) {
  if (text.trim() === '') return { value: {} };
  const position = new Scanner(text).findError();
  if (position) return { error: locate(text, position.at, position.message) };
  const value = JSON.parse(text);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return { error: locate(text, text.search(/\S/), 'variables are an object: { "name": value }') };
  }
  return { value };
}

/** JSON as these editors show it: flat objects on one line where they are short. */
export function formatJson(value) {
  const line = JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ');
  return line.length <= 38 ? line : JSON.stringify(value, null, 2);
}

function locate(text, at, message) {
  const before = text.slice(0, at).split('\n');
  return { message, line: before.length, column: before.at(-1).length + 1, position: at };
}

class Scanner {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  findError() {
    try {
      this.value();
      this.space();
      if (this.at < this.text.length) this.fail('nothing may follow the closing bracket');
      return undefined;
    } catch (error) {
      if (error instanceof Misread) return error;
      throw error;
    }
  }

  fail(message, at = this.at) {
    throw new Misread(at, message);
  }

  space() {
    while (' \n\r\t'.includes(this.peek()) && this.peek() !== '') this.at += 1;
  }

  peek() {
    return this.text.charAt(this.at);
  }

  match(pattern) {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text)?.[0];
  }

  value() {
    this.space();
    const next = this.peek();
    if (next === '{') return this.list('}', () => this.member());
    if (next === '[') return this.list(']', () => this.value());
    if (next === '"') return this.string();
    if (next === "'") this.fail('text stands in double quotes: "…"');
    const number = this.match(NUMBER);
    if (number) return void (this.at += number.length);
    const word = this.match(WORD);
    if (LITERALS.includes(word)) return void (this.at += word.length);
    if (word) this.fail(`text stands in double quotes: "${word}"`);
    return this.fail(next === '' ? 'a value is missing at the end' : 'a value is missing here');
  }

  member() {
    this.space();
    if (this.peek() !== '"') {
      const word = this.match(WORD);
      this.fail(word ? `names stand in double quotes: "${word}"` : 'a name in double quotes is missing here');
    }
    this.string();
    this.space();
    if (this.peek() !== ':') this.fail('a colon is missing after the name');
    this.at += 1;
    this.value();
  }

  list(close, item) {
    const open = this.at;
    this.at += 1;
    this.space();
    if (this.peek() === close) return void (this.at += 1);
    for (;;) {
      item();
      this.space();
      if (this.peek() === close) return void (this.at += 1);
      if (this.peek() === '') this.fail(`the bracket opened here is never closed: \`${close}\` is missing`, open);
      if (this.peek() !== ',') this.fail(`a comma or \`${close}\` is missing here`);
      const comma = this.at;
      this.at += 1;
      this.space();
      if (this.peek() === close) this.fail(`no comma may stand before \`${close}\``, comma);
    }
  }

  string() {
    const open = this.at;
    for (this.at += 1; this.peek() !== '"'; this.at += 1) {
      if (this.peek() === '' || this.peek() === '\n') this.fail('the text opened here has no closing quote', open);
      if (this.peek() < ' ') this.fail('write tabs and other control characters as escapes, such as `\\t`');
      if (this.peek() === '\\') this.escape();
    }
    this.at += 1;
  }

  escape() {
    const sequence = this.match(/\\(["\\/bfnrt]|u[0-9a-fA-F]{4})/y);
    if (!sequence) this.fail('this escape is unknown; a single backslash is written as `\\\\`');
    this.at += sequence.length - 1;
  }
}

class Misread {
  constructor(at, message) {
    this.at = at;
    this.message = message;
  }
}
