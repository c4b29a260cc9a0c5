// What would happen next by itself: timers that come due, jobs that a policy answers, inputs of a scenario. The rules are
// those of the engine's own `Simulation`, kept apart here so that a person can act in between.

/** Every job is done at once and returns nothing. */
export const AUTOMATIC = { jobs: { '*': [{ complete: {} }] } };

/** Nothing happens unless somebody does it. */
export const BY_HAND = { jobs: {} };

const TIE_ORDER = { message: 0, job: 1, input: 2, timer: 3 };

/** The policies that hold for an element, and the key they are found under. */
export function policiesFor(scenario, element, kind) {
  const jobs = scenario.jobs ?? {};
  const under = [element, kind, '*'].find((name) => jobs[name]?.length > 0);
  return under === undefined ? undefined : { under, list: jobs[under] };
}

/** The policy of one open job: the n-th job of an element gets the n-th policy, the last one repeats. */
export function policyOf(scenario, job, statistics) {
  const found = policiesFor(scenario, job.element, job.kind);
  if (!found) return undefined;
  const ordinal = statistics.jobs(job.element).findIndex((opened) => opened.key === job.key);
  return found.list[Math.min(Math.max(ordinal, 0), found.list.length - 1)];
}

/** The event that a policy answers a job with; undefined when it lets the job wait. */
export function eventOf(policy, job) {
  if ('complete' in policy) return { type: 'jobCompleted', job: job.key, variables: policy.complete ?? {} };
  if ('throw' in policy)
    return { type: 'jobThrew', job: job.key, code: policy.throw, variables: policy.variables ?? {} };
  if ('fail' in policy) return { type: 'jobFailed', job: job.key, message: policy.fail, retries: policy.retries ?? 0 };
  return undefined;
}

/** All that is due to happen by itself, earliest first: `{ at, kind, event, obligation?, origin? }`. */
export function upcoming(session, scenario) {
  if (!session.started || session.ended) return [];
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
      .map((effect, index) => ({ name: effect.name, origin: `message ${row.index}.${index}` })),
  );
  return sent.flatMap(({ name, origin }) => {
    const event = !used.has(origin) && messageEvent(session, name, {});
    return event ? [{ at: session.clock, kind: 'message', event, origin }] : [];
  });
}

function jobs(session, scenario) {
  return session.obligations
    .filter((open) => open.type === 'job')
    .flatMap((job) => {
      const policy = policyOf(scenario, job, session.statistics);
      const event = policy && eventOf(policy, job);
      if (!event) return [];
      const opened = session.statistics.jobs(job.element).find((candidate) => candidate.key === job.key);
      return [{ at: (opened?.at ?? session.clock) + (policy.after ?? 0), kind: 'job', event, obligation: job }];
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
