// The JavaScript interface, against the package that TIDEWHEEL_PACKAGE names.
import assert from 'node:assert/strict';
import { test } from 'node:test';

const name = process.env.TIDEWHEEL_PACKAGE ?? 'tidewheel';
const api = await import(name);
const { Definition, Expression, ExpressionError, Instance, LoadError, ModelError, RejectionError, Simulation, TidewheelError } = api;

const AT = 1_700_000_000_000;

const model = (body) =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test">
    <process id="order" isExecutable="true">${body}</process></definitions>`;

const TASKS = model(`<startEvent id="begin"/><userTask id="pay"/><serviceTask id="ship"/><endEvent id="end"/>
  <sequenceFlow id="f1" sourceRef="begin" targetRef="pay"/><sequenceFlow id="f2" sourceRef="pay" targetRef="ship"/>
  <sequenceFlow id="f3" sourceRef="ship" targetRef="end"/>`);

const TIMER = model(`<startEvent id="begin"/><intermediateCatchEvent id="wait"><timerEventDefinition>
  <timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent><endEvent id="end"/>
  <sequenceFlow id="f1" sourceRef="begin" targetRef="wait"/><sequenceFlow id="f2" sourceRef="wait" targetRef="end"/>`);

const start = (xml = TASKS, variables = {}) =>
  Instance.start(Definition.parse(xml), { id: 'one', variables }, AT);

const jobOf = (outcome) => outcome.effects.find((effect) => effect.type === 'openJob').key;

test('a definition says what is in it', () => {
  const definition = Definition.parse(TASKS);
  assert.deepEqual(definition.processes, [{ id: 'order', executable: true, startable: true }]);
  assert.deepEqual(definition.elements.map((element) => element.type), ['startEvent', 'userTask', 'serviceTask', 'endEvent']);
  assert.match(definition.fingerprint, /^[0-9a-f]{16}$/);
  assert.ok(Array.isArray(definition.diagnostics));
});

test('an instance runs to its end', () => {
  const { instance, outcome } = start(TASKS, { total: 120 });
  assert.equal(instance.id, 'one');
  assert.equal(instance.status, 'active');
  assert.deepEqual(instance.active().map((activation) => activation.element), ['order', 'pay']);
  assert.deepEqual(instance.obligations().map((open) => [open.type, open.key]), [['job', jobOf(outcome)]]);
  const paid = instance.apply({ type: 'jobCompleted', job: jobOf(outcome), variables: { paid: true } }, AT);
  assert.deepEqual(instance.variables(), { paid: true, total: 120 });
  const done = instance.apply({ type: 'jobCompleted', job: jobOf(paid) }, AT + 5);
  assert.equal(done.at, AT + 5);
  assert.deepEqual(done.effects.at(-1), { type: 'finished', status: 'completed', variables: { paid: true, total: 120 } });
  assert.equal(instance.status, 'completed');
  assert.equal(instance.nextDue(), undefined);
});

test('a timer says when it is due', () => {
  const { instance } = start(TIMER);
  assert.equal(instance.nextDue(), AT + 3_600_000);
  assert.equal(instance.apply({ type: 'tick' }, AT + 3_600_000).status, 'completed');
});

test('a rejected event is an error with a code, and changes nothing', () => {
  const { instance } = start();
  const before = instance.save();
  const refused = (event, code, at = AT) =>
    assert.throws(() => instance.apply(event, at), (error) => {
      assert.ok(error instanceof RejectionError && error instanceof TidewheelError && error instanceof Error);
      assert.equal(error.name, 'RejectionError');
      assert.equal(error.code, code);
      return true;
    });
  refused({ type: 'jobCompleted', job: 99 }, 'unknownKey');
  refused({ type: 'nonsense' }, 'invalidEvent');
  refused(undefined, 'invalidEvent');
  refused({ type: 'cancel', reason: 10n }, 'invalidEvent');
  refused({ type: 'tick' }, 'invalidTime', 1.5);
  refused({ type: 'tick' }, 'invalidTime', Number.NaN);
  refused({ type: 'tick' }, 'invalidTime', 8.64e15);
  refused({ type: 'setVariables', variables: { large: 2 ** 60 } }, 'invalidEvent');
  assert.equal(instance.save(), before);
});

test('a batch stops at the first event that does not fit', () => {
  const { instance, outcome } = start();
  const job = jobOf(outcome);
  const events = [{ type: 'jobCompleted', job }, { type: 'jobCompleted', job }, { type: 'tick' }];
  assert.throws(() => instance.applyAll(events, AT), (error) => {
    assert.ok(error instanceof RejectionError);
    assert.equal(error.index, 1);
    assert.equal(error.outcomes.length, 1);
    assert.equal(error.outcomes[0].effects[0].type, 'closeJob');
    return true;
  });
  const [next] = instance.obligations();
  assert.equal(next.element, 'ship');
  assert.equal(instance.applyAll([{ type: 'tick' }, { type: 'jobCompleted', job: next.key }], AT).length, 2);
  assert.equal(instance.status, 'completed');
});

test('a model that cannot run is an error with its diagnostics', () => {
  assert.throws(() => Definition.parse('<a/>'), (error) => {
    assert.ok(error instanceof ModelError);
    assert.equal(error.code, 'invalidModel');
    assert.ok(error.diagnostics.some((found) => found.severity === 'error' && found.line >= 1));
    assert.match(error.message, /^line \d+: /);
    return true;
  });
});

test('a snapshot loads into the same state, and only for its own definition', () => {
  const { instance } = start(TASKS, { list: [1, 2.5, 'x', null, { deep: true }] });
  const text = instance.save();
  const definition = Definition.parse(TASKS);
  const loaded = Instance.load(definition, text);
  assert.equal(loaded.save(), text);
  assert.deepEqual(loaded.variables(), { list: [1, 2.5, 'x', null, { deep: true }] });
  const fails = (code, load) =>
    assert.throws(load, (error) => error instanceof LoadError && error.code === code);
  fails('invalidSnapshot', () => Instance.load(definition, 'no'));
  fails('definitionChanged', () => Instance.load(Definition.parse(TIMER), text));
});

test('the pure form gives what applying gives', () => {
  const { instance, outcome } = start();
  const event = { type: 'jobCompleted', job: jobOf(outcome), variables: { a: 1 } };
  const before = instance.save();
  const pure = api.step(Definition.parse(TASKS), before, event, AT);
  assert.deepEqual(pure.outcome, instance.apply(event, AT));
  assert.equal(pure.snapshot, instance.save());
});

test('a clone is independent', () => {
  const { instance, outcome } = start();
  const copy = instance.clone();
  copy.apply({ type: 'jobCompleted', job: jobOf(outcome) }, AT);
  assert.equal(instance.obligations()[0].element, 'pay');
  assert.equal(copy.obligations()[0].element, 'ship');
});

test('the text forms carry the same data', () => {
  const definition = Definition.parse(TASKS);
  const object = Instance.start(definition, { id: 'one' }, AT);
  const text = Instance.startJson(definition, '{"id":"one"}', AT);
  assert.deepEqual(JSON.parse(text.outcome), object.outcome);
  assert.deepEqual(JSON.parse(text.instance.obligationsJson()), object.instance.obligations());
  const event = { type: 'jobCompleted', job: jobOf(object.outcome) };
  assert.deepEqual(JSON.parse(text.instance.applyJson(JSON.stringify(event), AT)), object.instance.apply(event, AT));
});

test('variables mean what JSON means', () => {
  const when = new Date(AT);
  const variables = { absent: undefined, when, tenth: 0.1, third: 1 / 3, minus: -0, text: 'ü😀\u0000', ['__proto__']: 1 };
  const { instance, outcome } = start(TASKS, variables);
  const expected = JSON.parse(JSON.stringify(variables));
  assert.equal(JSON.stringify(instance.variables()), JSON.stringify(sorted(expected)));
  const [task] = outcome.history.filter((entry) => entry.element === 'pay');
  assert.deepEqual(instance.variables(task.key), instance.variables());
  assert.equal(instance.variables(4_000_000), undefined);
});

/** By name in the order of their bytes, as the engine gives them. */
const sorted = (object) => Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));

test('an expression is evaluated by itself', () => {
  const expression = Expression.compile('= amount > 100 and status = "open"');
  assert.equal(expression.language, 'feel');
  assert.equal(expression.evaluate({ amount: 150, status: 'open' }, AT), true);
  const sets = [{ amount: 150, status: 'open' }, { amount: 1, status: 'open' }, {}];
  assert.deepEqual(expression.evaluateAll(sets, AT), [true, false, false]);
  expression.free();
  assert.throws(() => expression.evaluate({}, AT), { code: 'freed' });
  assert.equal(Expression.compile('Hello ${name}!').evaluate({ name: 'you' }, AT), 'Hello you!');
  assert.equal(Expression.compile('${now()}').evaluate({}, 0), '1970-01-01T00:00:00Z');
});

test('an expression that fails says where and why', () => {
  const name = 'ExpressionError';
  assert.throws(() => Expression.compile('= 1 +'), { name, code: 'invalidExpression', character: 6 });
  const sum = Expression.compile('${amount + 1}');
  assert.throws(() => sum.evaluate({}, AT), { name, code: 'expressionFailed', message: 'variable `amount` is not set' });
  assert.throws(() => sum.evaluateAll([{ amount: 1 }, {}], AT), { name, code: 'expressionFailed', index: 1 });
  assert.throws(() => sum.evaluate({}, AT), ExpressionError);
  assert.throws(() => sum.evaluate({}, 0.5), { code: 'invalidTime' });
  assert.throws(() => sum.evaluate(undefined, AT), { code: 'invalidEvent' });
  assert.throws(() => Expression.compile(1), TypeError);
});

test('normalize adds the references that BPMN makes optional', () => {
  const text = api.normalize(TASKS);
  assert.match(text, /<incoming>f1<\/incoming>/);
  assert.equal(api.normalize(text), text);
  assert.throws(() => api.normalize('<'), ModelError);
});

test('a simulation runs by the virtual clock', () => {
  const definition = Definition.parse(TASKS);
  const scenario = { at: AT, jobs: { '*': [{ complete: { ok: true }, after: 1000 }] } };
  const simulation = new Simulation(definition, scenario);
  assert.equal(simulation.now, AT);
  const row = simulation.step();
  assert.equal(row.event.type, 'jobCompleted');
  assert.deepEqual(row.active, ['ship']);
  assert.equal(simulation.instance.obligations()[0].element, 'ship');
  const report = simulation.run();
  assert.equal(report.status, 'completed');
  assert.equal(report.at, AT + 2000);
  assert.equal(simulation.step(), undefined);
  assert.deepEqual(JSON.parse(new Simulation(definition, scenario).runJson()), report);
  assert.throws(() => new Simulation(definition, { typo: 1 }), RejectionError);
});

/** A customer who orders, a supplier whom the order starts, and a process that starts every hour, twice. */
const POOLS = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test">
  <message id="order" name="Order"/>
  <collaboration id="c"><participant id="buyer" name="Buyer" processRef="customer"/><participant id="seller" processRef="supplier"/>
    <messageFlow id="m" sourceRef="ask" targetRef="ordered" messageRef="order"/></collaboration>
  <process id="customer"><startEvent id="need"/><endEvent id="ask"><messageEventDefinition messageRef="order"/></endEvent>
    <sequenceFlow id="f1" sourceRef="need" targetRef="ask"/></process>
  <process id="supplier"><startEvent id="ordered"><messageEventDefinition messageRef="order"/></startEvent><userTask id="price"/>
    <sequenceFlow id="f2" sourceRef="ordered" targetRef="price"/></process>
  <process id="tidy"><startEvent id="hourly"><timerEventDefinition><timeCycle>R2/PT1H</timeCycle></timerEventDefinition></startEvent>
    </process></definitions>`;

test('a definition says what starts its processes', () => {
  const definition = Definition.parse(POOLS);
  const hourly = { process: 'tidy', element: 'hourly', kind: 'timer', due: AT + 3_600_000, left: 1 };
  assert.deepEqual(definition.subscriptions(AT), [
    { process: 'supplier', element: 'ordered', kind: 'message', name: 'Order' },
    hourly,
  ]);
  const second = definition.nextSubscription(hourly);
  assert.deepEqual(second, { ...hourly, due: AT + 7_200_000, left: 0 });
  assert.equal(definition.nextSubscription(second), undefined);
  assert.throws(() => definition.subscriptions(0.5), RejectionError);
  assert.throws(() => definition.nextSubscription({ process: 'tidy' }), RejectionError);
});

test('a definition says who talks with whom', () => {
  const definition = Definition.parse(POOLS);
  assert.deepEqual(definition.participants, [
    { id: 'buyer', name: 'Buyer', process: 'customer' },
    { id: 'seller', process: 'supplier' },
  ]);
  assert.deepEqual(definition.messageFlows, [{ id: 'm', source: 'ask', target: 'ordered', message: 'Order' }]);
});

test('a simulation runs several instances', () => {
  const simulation = new Simulation(Definition.parse(POOLS), { process: 'customer' });
  const report = simulation.run();
  assert.deepEqual(report.rows.map((row) => [row.instance, row.active]), [[undefined, []], ['supplier-1', ['price']]]);
  assert.deepEqual(report.instances, [{ id: 'supplier-1', process: 'supplier', status: 'active', variables: {} }]);
  assert.equal(report.standstill, 'waiting');
  const [main, supplier] = simulation.instances;
  assert.deepEqual([main.status, supplier.id], ['completed', 'supplier-1']);
  assert.equal(supplier.obligations()[0].element, 'price');
});

test('what was freed refuses to work, and says so', () => {
  const definition = Definition.parse(TASKS);
  const { instance } = Instance.start(definition, { id: 'one' }, AT);
  definition.free();
  assert.equal(instance.status, 'active');
  instance.free();
  instance.free();
  assert.throws(() => instance.save(), (error) => error instanceof TidewheelError && error.code === 'freed');
  assert.throws(() => Instance.start(definition, { id: 'two' }, AT), (error) => error.code === 'freed');
});

test('wrong arguments are type errors before they reach the engine', () => {
  const definition = Definition.parse(TASKS);
  assert.throws(() => Definition.parse(5), TypeError);
  assert.throws(() => new Definition(), TypeError);
  assert.throws(() => new Instance(), TypeError);
  assert.throws(() => Instance.start({}, { id: 'one' }, AT), TypeError);
  assert.throws(() => Instance.load(definition, {}), TypeError);
  assert.throws(() => start().instance.variables('1'), TypeError);
});

test('the entries agree, and init does no harm', async () => {
  await api.default();
  await api.init();
  assert.equal(api.backend(), name === 'tidewheel' ? 'native' : 'wasm');
  const { createRequire } = await import('node:module');
  const commonjs = createRequire(import.meta.url)(name);
  assert.equal(commonjs.Definition, Definition);
  assert.deepEqual(Object.keys(api).filter((name) => name !== 'default'), Object.keys(commonjs).sort());
});
