/** What every error of this package is: it has a stable `code`, and a message for people. */
export class TidewheelError extends Error {
  constructor(code, message, options) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The model cannot be run; `diagnostics` say why, each with its line. */
export class ModelError extends TidewheelError {
  constructor(diagnostics) {
    const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
    const [first] = errors;
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
    super('invalidModel', first ? `line ${first.line}: ${first.message}${more}` : 'the model is not valid');
    this.diagnostics = diagnostics;
  }
}

/** The event does not fit the state, which is unchanged. */
export class RejectionError extends TidewheelError {
  constructor(code, message, batch) {
    super(code, message);
    if (batch) {
      this.index = batch.index;
      this.outcomes = batch.outcomes;
    }
  }
}

/** The text is no expression, or the expression has no value for the variables. */
export class ExpressionError extends TidewheelError {
  constructor(code, message, place) {
    super(code, message);
    if (place.character !== undefined) this.character = place.character;
    if (place.index !== undefined) this.index = place.index;
  }
}

/** The snapshot cannot be loaded. */
export class LoadError extends TidewheelError {}
