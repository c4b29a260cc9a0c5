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
  startEvent: 'start event',
  endEvent: 'end event',
  boundaryEvent: 'boundary event',
  intermediateCatchEvent: 'catch event',
  intermediateThrowEvent: 'throw event',
};

/** `userTask` as people say it: `user task`. */
export const typeName = (type) => TYPES[type] ?? type.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

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
    return this.#names.get(id) ?? id;
  }

  /** With the name of its host before it: a boundary timer's own name is mostly just its length. */
  placed(id) {
    const host = this.#hosts.get(id);
    return host ? `${this.of(host)} · ${this.of(id)}` : this.of(id);
  }
}

/** What the answer to an obligation was. */
export function describeAnswer(event) {
  switch (event.type) {
    case 'start':
      return 'started';
    case 'jobCompleted':
      return 'completed';
    case 'jobFailed':
      return `failed: ${event.message}`;
    case 'jobThrew':
      return `threw ${event.code}`;
    case 'jobEscalated':
      return `escalated ${event.code}`;
    case 'timerFired':
      return 'timer fired';
    case 'tick':
      return 'timer fired';
    case 'message':
      return 'message received';
    case 'signal':
      return `signal ${event.name} received`;
    case 'setVariables':
      return `variables set: ${Object.keys(event.variables).join(', ')}`;
    case 'resolve':
      return 'incident resolved, tried again';
    case 'cancel':
      return `instance cancelled: ${event.reason}`;
    default:
      return event.type;
  }
}

/** What propagates until something catches it. */
const THROWN = new Set(['errorThrown', 'escalationThrown']);

/** What happened in a step, with what came of it where that is not obvious. */
export function describeStep(row, names) {
  if (row.event.type === 'signal' && !row.subject) return `signal ${row.event.name}: nobody was listening`;
  const thrown = row.outcome.history.find((entry) => THROWN.has(entry.type));
  const ending = row.outcome.history.find((entry) => entry.type === 'ended');
  const notes = [describeAnswer(row.event)];
  if (thrown)
    notes.push(
      thrown.caughtBy ? `caught by ${names.of(thrown.caughtBy)}` : `${thrown.code || 'it'} was not caught`,
    );
  for (const effect of row.outcome.effects)
    if (effect.type === 'openIncident') notes.push(incidentNote(row, effect, names));
  if (ending) notes.push(`instance ${ending.status}`);
  return notes.join(', ');
}

const incidentNote = (row, incident, names) =>
  incident.element === row.subject?.element ? 'incident raised' : `incident raised at ${names.of(incident.element)}`;

/** A line of an element's log; undefined for what other lines say already. */
export function describeLine({ at, source, data }, names) {
  if (source === 'answer') return describeAnswer(data);
  return source === 'entry' ? describeEntry(data, names) : describeEffect(data, at);
}

function describeEntry(entry, names) {
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
    default:
      return undefined;
  }
}

function describeEffect(effect, at) {
  switch (effect.type) {
    case 'openJob':
      return 'job handed out';
    case 'openTimer':
      return `timer armed, due in ${formatDuration(Math.max(0, effect.due - at))}`;
    case 'openSubscription':
      return `waits for ${effect.kind} ${effect.name}`;
    case 'publishMessage':
      return `message ${effect.name} sent`;
    case 'broadcastSignal':
      return `signal ${effect.name} broadcast`;
    default:
      return undefined;
  }
}

/** The thing an obligation waits for, in one or two words. */
export function describeObligation(open) {
  if (open.type === 'job') return typeName(open.kind);
  if (open.type === 'timer') return 'timer';
  if (open.type === 'incident') return 'incident';
  return `${open.kind} ${open.name}`;
}
