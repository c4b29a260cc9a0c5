// What a model says in JavaScript, evaluated. A model is code then.

/** How the languages that this page knows are called in models. */
const JAVASCRIPT = /^(.*[/.])?(javascript|ecmascript|js)$/i;

const NAME = /^[A-Za-z_$][\w$]*$/;

/** What of an obligation can be run here: its text and the names that only it sees; undefined where nothing can be. */
export function runnable(open) {
  if (open.type === 'evaluation' && open.language === 'javascript') {
    return { source: open.source, names: open.variables ?? {} };
  }
  if (open.type === 'job' && open.script !== undefined && JAVASCRIPT.test(open.scriptFormat ?? '')) {
    return { source: open.script, names: {} };
  }
  return undefined;
}

/** The value of an expression, or of the last statement of a script; null where JSON knows no such value. */
export function evaluate(source, variables) {
  const names = Object.keys(variables).filter((name) => NAME.test(name));
  const values = names.map((name) => structuredClone(variables[name]));
  // Only `eval` gives the value of the last statement; the function around it has the variables as its names.
  const run = new Function(...names, 'return eval(arguments[arguments.length - 1])');
  return JSON.parse(JSON.stringify(run(...values, source)) ?? 'null');
}

/** The event that tells the engine what came of it: `{ value }` or `{ error }`. */
export function answerWith(open, { value, error }) {
  if (open.type === 'evaluation') {
    return error === undefined
      ? { type: 'evaluated', evaluation: open.key, value }
      : { type: 'evaluationFailed', evaluation: open.key, message: error };
  }
  const variables = open.resultVariable ? { [open.resultVariable]: value } : {};
  return error === undefined
    ? { type: 'jobCompleted', job: open.key, variables }
    : { type: 'jobFailed', job: open.key, message: error };
}
