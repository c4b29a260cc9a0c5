// What would happen next by itself: timers that come due, jobs that a policy answers, inputs of a scenario. The rules are
// those of the engine's own `Simulation`, kept apart here so that a person can act in between.

import { nextEvent } from './requests.js';

/** Every job is done, and every process called has ended, at once; they return nothing. */
export const AUTOMATIC = { jobs: { '*': [{ complete: {} }] }, calls: { '*': [{ complete: {} }] } };

/** Nothing happens unless somebody does it. */
export const BY_HAND = { jobs: {} };

/** Who does actions by itself where nobody has made the request. */
const SOMEBODY = 'somebody';

const TIE_ORDER = { message: 0, job: 1, input: 2, timer: 3 };

/**
 * The policies that hold for an element, and the key they are found under; `kind` is the kind of its jobs, and
 * `callActivity` where it calls.
 */
export function policiesFor(scenario, element, kind, calledElement = undefined) {
  const lists = (kind === 'callActivity' ? scenario.calls : scenario.jobs) ?? {};
  const names = kind === 'callActivity' ? [element, calledElement, '*'] : [element, kind, '*'];
  const under = names.find((name) => lists[name]?.length > 0);
  return under === undefined ? undefined : { under, list: lists[under] };
}

/** The policy of one open job or call: the n-th of an element gets the n-th policy, the last one repeats. */
export function policyOf(scenario, open, statistics) {
  const kind = open.type === 'call' ? 'callActivity' : open.kind;
  const found = policiesFor(scenario, open.element, kind, open.calledElement);
  if (!found) return undefined;
  const ordinal = statistics.jobs(open.element).findIndex((opened) => opened.key === open.key);
  return found.list[Math.min(Math.max(ordinal, 0), found.list.length - 1)];
}

/**
 * The policy of an open evaluation: they are listed by the expression's text, its element or its language, and the n-th
 * that goes by a name gets the n-th policy of it.
 */
export function evaluatorOf(scenario, open, past) {
  const lists = scenario.evaluations ?? {};
  const under = (asked) => [asked.source, asked.element, asked.language, '*'].find((name) => lists[name]?.length > 0);
  const name = under(open);
  if (name === undefined) return undefined;
  const asked = past
    .flatMap((row) => row.outcome.effects)
    .filter((effect) => effect.type === 'openEvaluation' && under(effect) === name);
  const ordinal = asked.findIndex((effect) => effect.key === open.key);
  return lists[name][Math.min(Math.max(ordinal, 0), lists[name].length - 1)];
}

/** As `eventOf`, for a job that is an action of a request; without `by` the requester does it. */
function actionOf({ complete, by }, open, session) {
  return complete && nextEvent(open, by ?? session.request.requester ?? SOMEBODY, complete, session);
}

/** The event that a policy answers a job, a call or an evaluation with; undefined when it lets that wait. */
export function eventOf(policy, open) {
  if (open.type === 'evaluation') {
    const evaluation = open.key;
    if ('value' in policy) return { type: 'evaluated', evaluation, value: policy.value };
    return 'fail' in policy ? { type: 'evaluationFailed', evaluation, message: policy.fail } : undefined;
  }
  const call = open.type === 'call';
  const key = call ? { call: open.key } : { job: open.key };
  const variables = policy.complete ?? policy.variables ?? {};
  if ('complete' in policy) return { type: call ? 'callFinished' : 'jobCompleted', ...key, variables };
  if ('throw' in policy) return { type: call ? 'callThrew' : 'jobThrew', ...key, code: policy.throw, variables };
  if (!('fail' in policy)) return undefined;
  const message = policy.fail;
  return call
    ? { type: 'callFailed', ...key, message }
    : { type: 'jobFailed', ...key, message, retries: policy.retries ?? 0 };
}

/** All that is due to happen by itself, earliest first: `{ at, kind, event, obligation?, origin? }`. */
export function upcoming(session, scenario) {
  if (!session.started || session.ended || session.suspended) return [];
  return [...messages(session), ...jobs(session, scenario), ...inputs(session, scenario), ...timers(session)]
    .sort((one, other) => one.at - other.at || TIE_ORDER[one.kind] - TIE_ORDER[other.kind])
    .map((item) => ({ ...item, at: Math.max(item.at, session.clock) }));
}

/** The open timers, earliest first. One tick fires all that are due at its time. */
export function timers(session) {
  return session.obligations
    .filter((open) => open.type === 'timer')
    .map((timer) => ({ at: timer.due, kind: 'timer', event: { type: 'tick' }, obligation: timer }))
    .sort((one, other) => one.at - other.at || one.obligation.key - other.obligation.key);
}

/** Messages that the instance has sent and itself waits for. */
function messages(session) {
  const used = origins(session);
  const sent = session.past.flatMap((row) =>
    row.outcome.effects
      .filter((effect) => effect.type === 'publishMessage')
      .map((effect, index) => ({ ...effect, origin: `message ${row.index}.${index}` })),
  );
  return sent.flatMap(({ name, origin, variables = {} }) => {
    const event = !used.has(origin) && messageEvent(session, name, variables);
    return event ? [{ at: session.clock, kind: 'message', event, origin }] : [];
  });
}

function jobs(session, scenario) {
  return session.obligations
    .filter((open) => ['job', 'call', 'evaluation'].includes(open.type))
    .flatMap((open) => {
      const policy =
        open.type === 'evaluation'
          ? evaluatorOf(scenario, open, session.past)
          : policyOf(scenario, open, session.statistics);
      const answer = open.action === undefined ? eventOf : actionOf;
      const event = policy && answer(policy, open, session);
      if (!event) return [];
      const opened = session.statistics.jobs(open.element).find((candidate) => candidate.key === open.key);
      return [{ at: (opened?.at ?? session.clock) + (policy.after ?? 0), kind: 'job', event, obligation: open }];
    });
}

function inputs(session, scenario) {
  const used = origins(session);
  return (scenario.inputs ?? []).flatMap((input, index) => {
    const origin = `input ${index}`;
    const event = input.event ?? messageEvent(session, input.message, input.variables ?? {});
    if (used.has(origin) || !event) return [];
    return [{ at: session.startedAt + input.at - (scenario.at ?? 0), kind: 'input', event, origin }];
  });
}

/** A message is addressed to the oldest subscription of its name; without one it stays undelivered. */
function messageEvent(session, name, variables) {
  const open = session.obligations.find(
    (candidate) => candidate.type === 'subscription' && candidate.kind === 'message' && candidate.name === name,
  );
  return open && { type: 'message', subscription: open.key, variables };
}

/** What has been used up in the run so far. */
const origins = (session) => new Set(session.past.map((row) => row.origin));
