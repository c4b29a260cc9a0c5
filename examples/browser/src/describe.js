// The engine's data in words, for the timeline and the logs.

import { formatDuration } from './time.js';

const TYPES = {
  userTask: 'user task',
  serviceTask: 'service task',
  sendTask: 'send task',
  scriptTask: 'script task',
  businessRuleTask: 'business rule task',
  receiveTask: 'receive task',
  manualTask: 'manual task',
  subProcess: 'subprocess',
  adHocSubProcess: 'ad-hoc subprocess',
  startEvent: 'start event',
  endEvent: 'end event',
  boundaryEvent: 'boundary event',
  intermediateCatchEvent: 'catch event',
  intermediateThrowEvent: 'throw event',
};

/** `userTask` as people say it: `user task`. */
export const typeName = (type) => TYPES[type] ?? sayType(type);

export const STATE_NAMES = {
  pending: 'pending',
  waiting: 'waiting',
  running: 'running',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
  incident: 'incident',
};

/** Display names by element id. */
export class Names {
  #names = new Map();
  #hosts = new Map();

  constructor(elements, processes = []) {
    for (const element of elements) {
      this.#names.set(element.id, element.name || element.id);
      if (element.attachedTo) this.#hosts.set(element.id, element.attachedTo);
    }
    for (const process of processes) this.#names.set(process.id, process.name || process.id);
  }

  of(id) {
    const known = this.#names.get(id) ?? id;
    const whole = known === id && this.#wholeOf(id);
    return whole ? this.of(whole) : known;
  }

  /** With the name of what it belongs to before it: a timer's own name is mostly just its length. */
  placed(id) {
    const host = this.#hosts.get(id) ?? this.#wholeOf(id);
    const names = [host && this.of(host), this.of(id)].filter(Boolean);
    return [...new Set(names)].join(' · ');
  }

  /** The state or transition of a machine that an element is a part of: `late` has `late..timer`. */
  #wholeOf(id) {
    const whole = /^(.+?)\.\./.exec(id)?.[1];
    return this.#names.has(whole) ? whole : undefined;
  }
}

/** `instance 2`, or `instance 2.1` within another's; undefined outside of instances. */
export const instanceName = (counters = []) => (counters.length > 0 ? `instance ${counters.join('.')}` : undefined);

/** What the answer to an obligation was. */
export function describeAnswer(event) {
  switch (event.type) {
    case 'start':
      return 'started';
    case 'jobCompleted':
      return 'completed';
    case 'actionChosen':
      return `chosen by ${event.by}`;
    case 'actionCompleted':
      return `completed by ${event.by}`;
    case 'actionReleased':
      return `given back${event.by ? ` by ${event.by}` : ''}`;
    case 'jobFailed':
      return `failed: ${event.message}`;
    case 'jobThrew':
      return `threw ${event.code}`;
    case 'jobEscalated':
      return `escalated ${event.code}`;
    case 'callFinished':
      return 'called process ended';
    case 'callThrew':
      return `called process threw ${event.code}`;
    case 'callEscalated':
      return `called process escalated ${event.code}`;
    case 'callFailed':
      return `call failed: ${event.message}`;
    case 'evaluated':
      return `gave ${JSON.stringify(event.value ?? null)}`;
    case 'evaluationFailed':
      return `could not be evaluated: ${event.message}`;
    case 'timerFired':
      return 'timer fired';
    case 'tick':
      return 'timer fired';
    case 'message':
      return 'message received';
    case 'correlate':
      return `message ${event.message} received`;
    case 'signal':
      return `signal ${event.name} received`;
    case 'setVariables':
      return `variables set: ${Object.keys(event.variables).join(', ')}`;
    case 'resolve':
      return 'incident resolved, tried again';
    case 'cancel':
      return `run cancelled: ${event.reason}`;
    case 'modify':
      return withReason('modified', event.reason);
    case 'suspend':
      return withReason('suspended', event.reason);
    case 'resume':
      return 'resumed';
    case 'step':
      return 'went on';
    default:
      return sayType(event.type);
  }
}

const withReason = (text, reason) => (reason ? `${text}: ${reason}` : text);

/** `flowSpared` as people say it, for what this page does not know yet. */
const sayType = (type = 'something') => type.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** What propagates until something catches it. */
const THROWN = new Set(['errorThrown', 'escalationThrown']);

/** What happened in a step, with what came of it where that is not obvious. */
export function describeStep(row, names) {
  if (row.event.type === 'signal' && !row.subject) return `signal ${row.event.name}: nobody was listening`;
  const { history } = row.outcome;
  const thrown = history.find((entry) => THROWN.has(entry.type));
  const ending = history.find((entry) => entry.type === 'ended');
  const notes = [describeAnswer(row.event)];
  for (const entry of history) if (entry.type === 'modified') notes.push(describeInstruction(entry.instruction, names));
  const { state } = row.request ?? {};
  if (state && history.some(({ type, element }) => type === 'entered' && element === state.id))
    notes.push(`now ${state.name ?? state.id}`);
  else if (thrown)
    notes.push(thrown.caughtBy ? `caught by ${names.of(thrown.caughtBy)}` : `${thrown.code || 'it'} was not caught`);
  for (const entry of history)
    if (entry.type === 'compensationThrown') notes.push(`${names.of(entry.element)} ${compensates(entry, names)}`);
  for (const effect of row.outcome.effects)
    if (effect.type === 'openIncident') notes.push(incidentNote(row, effect, names));
  if (ending) notes.push(`run ${ending.status}`);
  return notes.join(', ');
}

const incidentNote = (row, incident, names) =>
  incident.element === row.subject?.element ? 'incident raised' : `incident raised at ${names.of(incident.element)}`;

const compensates = ({ activities = [] }, names) =>
  activities.length > 0
    ? `compensates ${activities.map((id) => names.of(id)).join(', ')}`
    : 'had nothing to compensate';

function describeInstruction(instruction, names) {
  switch (instruction.type) {
    case 'startBefore':
      return `${names.of(instruction.element)} started`;
    case 'startAfter':
      return `went on after ${names.of(instruction.element)}`;
    case 'cancel':
      return 'an activation was withdrawn';
    case 'move':
      return `moved to ${names.of(instruction.to)}`;
    case 'goBack':
      return `went back to ${names.of(instruction.to)}${instruction.spare ? ', the other branches were spared' : ''}`;
    default:
      return sayType(instruction.type);
  }
}

/** A line of an element's log; undefined for what other lines say already. */
export function describeLine({ at, source, data, element, loopCounter }, names) {
  if (source === 'effect') return describeEffect(data, at);
  // What people do with an action is history as well, which also tells what a timer has given back.
  if (data.type === 'step' || (source === 'answer' && data.type.startsWith('action'))) return undefined;
  const text = source === 'answer' ? describeAnswer(data) : describeEntry(data, names, element);
  return text && `${text}${counted({ loopCounter })}`;
}

function describeEntry(entry, names, element) {
  switch (entry.type) {
    case 'entered':
      return 'entered';
    case 'left':
      return 'left';
    case 'cancelled':
      return 'withdrawn';
    case 'arrived':
      return 'a token arrived and waits';
    case 'errorThrown':
      return `error ${entry.code} ${entry.caughtBy ? `caught by ${names.of(entry.caughtBy)}` : 'caught by nothing'}`;
    case 'escalationThrown':
      return `escalation ${entry.code} ${entry.caughtBy ? `caught by ${names.of(entry.caughtBy)}` : 'caught by nothing'}`;
    case 'variablesSet':
      return `variables written: ${Object.keys(entry.variables).join(', ')}`;
    case 'incidentRaised':
      return `incident raised: ${entry.message}`;
    case 'compensationThrown':
      return entry.element === element ? compensates(entry, names) : `compensated by ${names.of(entry.element)}`;
    case 'gatewayReset':
      return 'all tokens have come: waits for its start again';
    case 'modified':
      return `by modification: ${describeInstruction(entry.instruction, names)}`;
    case 'flowSpared':
      return 'a token ended here: what follows was spared';
    case 'actionChosen':
    case 'actionCompleted':
    case 'actionReleased':
      return describeAnswer(entry);
    case 'claimed':
      return `claimed by ${entry.user}`;
    case 'unclaimed':
      return `given back by ${entry.user}`;
    case 'delegated':
      return `delegated to ${entry.user}`;
    default:
      return undefined;
  }
}

function describeEffect(effect, at) {
  switch (effect.type) {
    case 'openJob':
      return `job handed out${counted(effect)}`;
    case 'openCall':
      return `calls ${effect.calledElement}${counted(effect)}`;
    case 'openEvaluation':
      return `asks for ${describeObligation({ ...effect, type: 'evaluation' })}`;
    case 'openTimer':
      return `timer armed, due in ${formatDuration(Math.max(0, effect.due - at))}`;
    case 'openSubscription':
      return `waits for ${describeSubscription(effect)}`;
    case 'publishMessage':
      return `message ${effect.name} sent`;
    case 'broadcastSignal':
      return `signal ${effect.name} broadcast`;
    case 'writeDataStore':
      return `written into ${effect.dataStore}`;
    case 'callListener':
      return `listener ${effect.implementation} called`;
    default:
      return undefined;
  }
}

/** The thing an obligation waits for, in one or two words. */
export function describeObligation(open) {
  switch (open.type) {
    case 'job':
      return open.kind === 'adHocSubProcess' ? 'nothing runs in it: end it, or start more' : typeName(open.kind);
    case 'call':
      return `calls ${open.calledElement}${open.binding ? ` (${[open.binding, open.version].filter(Boolean).join(' ')})` : ''}`;
    case 'evaluation':
      return `${open.language}: ${open.source}`;
    case 'subscription':
      return open.kind === 'condition'
        ? `waits until ${condition(open.name)}; set variables`
        : describeSubscription(open);
    default:
      return sayType(open.type);
  }
}

/** Who may do an action of a request, or who keeps all others from it. */
export function describeTurn({ key, candidateGroups = [] }, { chosen }) {
  if (chosen) return chosen.job === key ? `${chosen.by} has chosen it` : `blocked by ${chosen.by}`;
  return candidateGroups.length > 0 ? `for ${candidateGroups.join(', ')}` : 'for everybody';
}

/** Who has what is open, as a host's index says: a person, a worker, or nobody yet. */
export function describeHolder(row, now) {
  if (!row) return undefined;
  if (row.kind === 'userTask') {
    const may = row.candidates.map(({ kind, name }) => (kind === 'group' ? `group ${name}` : name));
    const owner = row.owner ? ` for ${row.owner}` : '';
    if (row.assignee) return `${row.assignee} has it${owner}`;
    return may.length > 0 ? `for ${may.join(', ')}` : 'nobody has it yet';
  }
  if (row.kind !== 'job' && row.kind !== 'evaluation') return undefined;
  return row.holder && row.lease > now ? 'a worker has it' : 'waits for a worker';
}

/** What starts a process from outside. */
export const describeTrigger = (start) => (start.kind === 'timer' ? 'timer' : describeSubscription(start));

const describeSubscription = ({ kind, name = '', correlation }) => {
  if (kind === 'condition') return `condition ${condition(name)}`;
  const meant = correlation === undefined ? '' : ` for ${JSON.stringify(correlation)}`;
  return `${sayType(kind)} ${name}`.trim() + meant;
};

/** Without the signs that mark it as an expression. */
export const condition = (text) => text.replace(/^\s*=\s*|^\s*[$#]\{\s*(.*?)\s*\}\s*$/g, '$1');

const counted = ({ loopCounter }) => (loopCounter === undefined ? '' : `, instance ${loopCounter}`);
