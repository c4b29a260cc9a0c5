// bpmn-engine on its fastest documented route: the model is parsed once and shared, services answer
// at once, and nobody listens.
import { readFileSync } from 'node:fs';
import * as Elements from 'bpmn-elements';
import { Engine } from 'bpmn-engine';
import { BpmnModdle } from 'bpmn-moddle';
import serializer, { TypeResolver } from 'moddle-context-serializer';

const manifest = new URL('./node_modules/bpmn-engine/package.json', import.meta.url);

export async function engine() {
  return {
    dialect: 'bpmn-engine',
    version: JSON.parse(readFileSync(manifest, 'utf8')).version,
    load: async (xml) => serializer(await new BpmnModdle().fromXML(xml), TypeResolver({ ...Elements })),
    run,
  };
}

async function run(sourceContext, n, scenario, seen) {
  const given = scenario.variables[n % 2];
  // Its expressions cannot compare, so the host keeps the answers beside the variables.
  const variables = {
    ...given,
    pick_holds: given.pick === 1,
    approved_holds: given.approved === 1,
    i_holds: given.i < 10,
  };
  const services = {
    work({ content, environment }, next) {
      seen(content.id);
      if (content.id === 'count') {
        environment.variables.i += 1;
        environment.variables.i_holds = environment.variables.i < 10;
      }
      next();
    },
  };
  const execution = await new Engine({ name: `instance-${n}`, sourceContext, services, variables }).execute();
  for (const id of scenario.user) {
    seen(id);
    execution.signal({ id });
  }
  if (execution.state !== 'idle') throw new Error(`the instance is ${execution.state}`);
}
