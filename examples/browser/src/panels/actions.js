// What a person can answer each obligation with.

import { answerWith, runnable } from '../evaluate.js';
import { choice, completion, release } from '../requests.js';

const THROW = { id: 'throw', label: 'Throw a BPMN error', verb: 'Throw', icon: 'bolt', tone: 'warn', form: 'throw' };
const ESCALATE = {
  id: 'escalate',
  label: 'Throw an escalation; it goes on unless what catches that ends it',
  verb: 'Escalate',
  icon: 'up',
  tone: 'warn',
  form: 'escalate',
};
const FAIL = { id: 'fail', label: 'Fail', verb: 'Fail', icon: 'cross', tone: 'bad', form: 'fail' };
const JOB = [
  { id: 'complete', label: 'Complete', verb: 'Complete', icon: 'check', tone: 'good', form: 'complete' },
  THROW,
  ESCALATE,
  FAIL,
];
/** An action of a request is chosen before it is completed, and blocks all others in between. */
const ACTION = [
  { ...JOB[0], label: 'Choose it and complete it', form: 'do' },
  { id: 'choose', label: 'Choose it; nobody else can act until then', verb: 'Choose', icon: 'person', form: 'choose' },
];
const CHOSEN = [JOB[0], { id: 'release', label: 'Give it back', icon: 'undo', tone: 'warn' }];
const CALL = [
  { ...JOB[0], label: 'The called process has ended', verb: 'Return', form: 'return' },
  { ...THROW, label: 'The called process has ended with an error' },
  { ...ESCALATE, label: 'The called process throws an escalation and goes on' },
  { ...FAIL, label: 'The called process could not run', form: 'refuse' },
];
const AD_HOC = [
  { ...JOB[0], label: 'End the subprocess', verb: 'End' },
  { id: 'startMore', label: 'Start another of its activities', verb: 'Start', icon: 'plus', form: 'startMore' },
];
const EVALUATION = [
  { id: 'evaluate', label: 'Answer with a value', verb: 'Answer', icon: 'check', tone: 'good', form: 'value' },
  { ...FAIL, label: 'It cannot be evaluated', form: 'refuse' },
];
/** Only where the language is one that the page has an engine for. */
const RUN = { id: 'run', label: 'Run this JavaScript here, if you trust the model', icon: 'play' };
const TIMER = [{ id: 'fire', label: 'Fire this timer: time jumps to when it is due', icon: 'clock' }];
const MESSAGE = [{ id: 'message', label: 'Deliver the message', verb: 'Deliver', icon: 'mail', form: 'message' }];
const SIGNAL = [{ id: 'signal', label: 'Send the signal', verb: 'Send', icon: 'signal', form: 'signal' }];
const CONDITION = [
  {
    id: 'variables',
    label: 'Set variables so that the condition comes true',
    verb: 'Set',
    icon: 'pencil',
    form: 'variables',
  },
];
const INCIDENT = [{ id: 'resolve', label: 'Try again', icon: 'reset', tone: 'warn' }];

const SUBSCRIPTION = { message: MESSAGE, signal: SIGNAL, condition: CONDITION };

/**
 * The actions of an obligation; those with a `form` ask for something first. None where its kind is unknown, and where
 * somebody blocks the request that it belongs to.
 */
export function actionsFor(obligation, request = {}) {
  const actions = answersTo(obligation, request);
  return runnable(obligation) ? [RUN, ...actions] : actions;
}

function answersTo(obligation, { chosen }) {
  switch (obligation.type) {
    case 'job':
      if (obligation.action !== undefined && chosen)
        return chosen.job === obligation.key ? CHOSEN.map((action) => ({ ...action, by: chosen.by })) : [];
      if (obligation.action !== undefined) return ACTION;
      return obligation.kind === 'adHocSubProcess' ? AD_HOC : JOB;
    case 'call':
      return CALL;
    case 'evaluation':
      return EVALUATION;
    case 'timer':
      return TIMER;
    case 'incident':
      return INCIDENT;
    case 'subscription':
      return SUBSCRIPTION[obligation.kind] ?? [];
    default:
      return [];
  }
}

/**
 * The event of an action; `fields` is what its form asked for. A timer's event comes with the instant it is due, a
 * choice with the event that is to follow it, if any.
 */
export function eventFor(action, obligation, fields = {}) {
  const { key } = obligation;
  const { code, message, variables = {} } = fields;
  if (obligation.type === 'evaluation') {
    return { event: answerWith(obligation, action.id === 'fail' ? { error: message } : { value: fields.value }) };
  }
  if (obligation.action !== undefined) return moveOf(action, obligation, fields);
  const call = obligation.type === 'call';
  const open = call ? { call: key } : { job: key };
  switch (action.id) {
    case 'complete':
      return { event: { type: call ? 'callFinished' : 'jobCompleted', ...open, variables } };
    case 'throw':
      return { event: { type: call ? 'callThrew' : 'jobThrew', ...open, code, variables } };
    case 'escalate':
      return { event: { type: call ? 'callEscalated' : 'jobEscalated', ...open, code, variables } };
    case 'fail':
      return call
        ? { event: { type: 'callFailed', ...open, message } }
        : { event: { type: 'jobFailed', ...open, message, retries: fields.retries } };
    case 'startMore':
      return { event: startBefore(fields.element, obligation.activation) };
    case 'fire':
      return { event: { type: 'timerFired', timer: key }, at: obligation.due };
    case 'message':
      return { event: { type: 'message', subscription: key, variables } };
    case 'variables':
      return { event: { type: 'setVariables', variables } };
    case 'resolve':
      return { event: { type: 'resolve', incident: key } };
    default:
      return { event: { type: 'signal', name: obligation.name ?? fields.name, variables } };
  }
}

/** What a person does with an action of a request; `by` is who has chosen it, if somebody has. */
function moveOf({ id, by }, job, { person, variables }) {
  if (id === 'release') return { event: release(job, by) };
  if (by !== undefined) return { event: completion(job, by, variables) };
  return { event: choice(job, person), next: id === 'complete' ? completion(job, person, variables) : undefined };
}

const startBefore = (element, scope) => ({ type: 'modify', instructions: [{ type: 'startBefore', element, scope }] });
