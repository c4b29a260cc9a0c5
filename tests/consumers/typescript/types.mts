// What the types must allow, and what they must refuse.
import init, { Definition, Instance, RejectionError, Simulation, initSync, step } from 'tidewheel';
import type { Effect, Entry, Event, Job, Obligation, Outcome, Scenario, Status, Variables } from 'tidewheel';
import { Definition as Slim } from 'tidewheel-wasm/slim';

/** Fails to compile as soon as there is an effect that it does not know. */
export function describe(effect: Effect): string {
  switch (effect.type) {
    case 'openJob':
      return `${effect.kind} ${effect.element} ${effect.scriptFormat ?? ''}`;
    case 'openTimer':
      return new Date(effect.due).toISOString();
    case 'openSubscription':
    case 'publishMessage':
    case 'broadcastSignal':
      return effect.name;
    case 'openCall':
      return `${effect.calledElement} ${JSON.stringify(effect.variables)}`;
    case 'openEvaluation':
      return `${effect.language}: ${effect.source}`;
    case 'writeDataStore':
      return `${effect.dataStore} ${JSON.stringify(effect.value)}`;
    case 'callListener':
      return effect.event;
    case 'openIncident':
      return `${effect.code}: ${effect.message}`;
    case 'closeJob':
    case 'closeTimer':
    case 'closeSubscription':
    case 'closeCall':
    case 'closeEvaluation':
    case 'closeIncident':
      return String(effect.key);
    case 'finished':
      return `${effect.status} ${JSON.stringify(effect.variables)}`;
  }
}

export async function main(xml: string): Promise<Outcome> {
  await init();
  const definition: Definition = Definition.parse(xml, { lenient: true });
  const { instance, outcome } = Instance.start(definition, { id: 'one', variables: { any: [1, 'thing'] } }, 0);
  const jobs: Job[] = outcome.effects.filter((effect) => effect.type === 'openJob');
  const entered: Entry[] = outcome.history;
  const open: Obligation | undefined = instance.obligations()[0];
  const total: number = instance.variables().total + jobs.length + entered.length;
  const seen: Variables | undefined = instance.variables(open?.key ?? 1);
  const event: Event = { type: 'signal', name: 'alarm', variables: { total, seen } };
  const pure: { snapshot: string; outcome: Outcome } = step(definition, instance.save(), event, 0);
  const status: Status = pure.outcome.status;
  const scenario: Scenario = { jobs: { '*': [{ complete: {} }] }, inputs: [{ at: 5, event }] };
  return new Simulation(definition, scenario).run().rows[0]?.outcome ?? instance.apply({ type: 'cancel', reason: status }, 1);
}

export function code(error: unknown): string {
  if (!(error instanceof RejectionError)) throw error;
  return error.code === 'timerNotDue' ? 'early' : `${error.code} at ${error.index ?? 0}`;
}

export function refused(instance: Instance, definition: Slim): void {
  // @ts-expect-error an unknown type of event
  instance.apply({ type: 'jobDone', job: 1 }, 0);
  // @ts-expect-error a missing member
  instance.apply({ type: 'jobFailed', job: 1 }, 0);
  // @ts-expect-error the time is not optional
  instance.apply({ type: 'tick' });
  // @ts-expect-error instances are made by functions
  new Instance();
  // @ts-expect-error read only
  instance.status = 'completed';
  initSync(new Uint8Array());
  definition.free();
}
