// What a person can answer each obligation with.

const JOB = [
  { id: 'complete', label: 'Complete', verb: 'Complete', icon: 'check', tone: 'good', form: 'complete' },
  { id: 'throw', label: 'Throw a BPMN error', verb: 'Throw', icon: 'bolt', tone: 'warn', form: 'throw' },
  { id: 'fail', label: 'Fail', verb: 'Fail', icon: 'cross', tone: 'bad', form: 'fail' },
];
const TIMER = [{ id: 'fire', label: 'Fire this timer: time jumps to when it is due', icon: 'clock' }];
const MESSAGE = [{ id: 'message', label: 'Deliver the message', verb: 'Deliver', icon: 'mail', form: 'message' }];
const SIGNAL = [{ id: 'signal', label: 'Send the signal', verb: 'Send', icon: 'signal', form: 'signal' }];
const INCIDENT = [{ id: 'resolve', label: 'Try again', icon: 'reset', tone: 'warn' }];

/** The actions of an obligation; those with a `form` ask for something first. */
export function actionsFor(obligation) {
  switch (obligation.type) {
    case 'job':
      return JOB;
    case 'timer':
      return TIMER;
    case 'incident':
      return INCIDENT;
    default:
      return obligation.kind === 'message' ? MESSAGE : SIGNAL;
  }
}

/** The event of an action; `fields` is what its form asked for. A timer's event comes with the instant it is due. */
export function eventFor(action, obligation, fields = {}) {
  const { key } = obligation;
  const variables = fields.variables ?? {};
  switch (action.id) {
    case 'complete':
      return { event: { type: 'jobCompleted', job: key, variables } };
    case 'throw':
      return { event: { type: 'jobThrew', job: key, code: fields.code, variables } };
    case 'fail':
      return { event: { type: 'jobFailed', job: key, message: fields.message, retries: fields.retries } };
    case 'fire':
      return { event: { type: 'timerFired', timer: key }, at: obligation.due };
    case 'message':
      return { event: { type: 'message', subscription: key, variables } };
    case 'resolve':
      return { event: { type: 'resolve', incident: key } };
    default:
      return { event: { type: 'signal', name: obligation.name ?? fields.name, variables } };
  }
}
