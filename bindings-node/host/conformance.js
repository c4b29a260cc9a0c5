import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import * as runner from 'node:test';

const AT = 1_700_000_000_000;

/** A step as the engine's `commit` gives it. */
function step(instance, revision, { opened = [], closed = [], sent = [], history = [], ...more } = {}) {
  const whole = {
    process: 'order',
    definition: '0'.repeat(16),
    status: 'active',
    at: AT + revision,
    snapshot: `{"at":${revision}}`,
  };
  return JSON.stringify({ instance, ...whole, revision, opened, closed, sent, history, ...more });
}

const duty = (key, kind, more = {}) => ({
  key,
  kind,
  element: `e${key}`,
  activation: 1,
  priority: 0,
  data: JSON.stringify({ key, kind }),
  ...more,
});
const create = (tx, id, made = {}, more = {}) =>
  tx.create({ commit: step(id, 1, made), deployment: 'd', version: 1, eventId: '#1', event: '{"id":"x"}', ...more });
const save = (tx, id, revision, made = {}, more = {}) =>
  tx.save({ commit: step(id, revision, made), eventId: `#${revision}`, ...more });
const keys = (rows) => rows.map((row) => row.key);
const ids = (rows) => rows.map((row) => row.id);

/** What every store must do, by what it is called; each gets a store that is open and empty. */
export const CASES = {
  'what fails is undone as a whole': async (store) => {
    await rejects(
      store.transaction(async (tx) => {
        await create(tx, 'a', { opened: [duty(2, 'job', { name: 'ship' })] });
        throw new Error('no');
      }),
      /no/,
    );
    equal(await store.transaction((tx) => tx.instance('a')), null);
    deepEqual(await store.transaction((tx) => tx.obligations()), []);
  },

  'a call within a transaction joins it, and is undone by itself': async (store) => {
    await store.transaction(async (tx) => {
      await create(tx, 'a');
      await store.transaction((joined) => create(joined, 'b'));
      await rejects(
        store.transaction(async (joined) => {
          await create(joined, 'c');
          throw new Error('no');
        }),
        /no/,
      );
      await Promise.all(['d', 'e'].map((id) => store.transaction((joined) => create(joined, id))));
    });
    deepEqual(ids(await store.transaction((tx) => tx.instances())), ['a', 'b', 'd', 'e']);
    await rejects(
      store.transaction(async () => {
        await store.transaction((joined) => create(joined, 'f'));
        throw new Error('no');
      }),
      /no/,
    );
    equal(await store.transaction((tx) => tx.instance('f')), null);
  },

  'transactions side by side do not see each other': async (store) => {
    await store.transaction((tx) => create(tx, 'a'));
    const add = () =>
      store.transaction(async (tx) => {
        const { revision } = await tx.instance('a');
        await new Promise(setImmediate);
        return save(tx, 'a', revision + 1);
      });
    deepEqual(await Promise.all([add(), add(), add()]), [true, true, true]);
    equal((await store.transaction((tx) => tx.instance('a'))).revision, 4);
  },

  'after the commit, and only then, those who asked are told': async (store) => {
    const told = [];
    await store.transaction(async () => {
      store.afterCommit(() => told.push('committed'));
      deepEqual(told, []);
    });
    await rejects(
      store.transaction(async () => {
        store.afterCommit(() => told.push('undone'));
        throw new Error('no');
      }),
      /no/,
    );
    deepEqual(told, ['committed']);
  },

  'a deployment is there once, and its starts take the place of older ones': async (store) => {
    const row = (id) => ({
      id,
      name: id,
      xml: `<${id}/>`,
      fingerprint: 'f',
      options: { lenient: true, strict: false },
      at: AT,
    });
    const start = (n, version, more) => ({ process: 'p', n, version, element: 's', ...more });
    await store.transaction(async (tx) => {
      const starts = [start(0, 1, { kind: 'message', name: 'm' }), start(1, 1, { kind: 'timer', due: AT + 5 })];
      equal(await tx.addDeployment(row('one'), [{ process: 'p', version: 1, versionTag: 'x' }], starts), true);
      equal(await tx.addDeployment(row('one'), [{ process: 'p', version: 2 }], []), false);
      equal(await tx.addDeployment(row('other'), [{ process: 'p', version: 1 }], []), false);
      deepEqual(
        ids(await tx.starts('message', 'm').then((found) => found.map(({ deployment }) => ({ id: deployment })))),
        ['one'],
      );
      const [due] = await tx.dueStarts(AT + 5, 10);
      equal(due.n, 1);
      equal(await tx.moveStart(due, { ...due.data, due: AT + 9 }), true);
      equal(await tx.moveStart(due, { ...due.data, due: AT + 9 }), false);
      deepEqual(await tx.dueStarts(AT + 5, 10), []);
      equal(await tx.nextDue(), AT + 9);
      equal(await tx.addDeployment(row('two'), [{ process: 'p', version: 2 }], []), true);
      deepEqual(await tx.starts('message', 'm'), []);
      equal(await tx.nextDue(), null);
    });
    await store.transaction(async (tx) => {
      const { xml, options } = await tx.deployment('one');
      deepEqual([xml, options], ['<one/>', { lenient: true, strict: false }]);
      equal((await tx.deploymentNamed('two')).id, 'two');
      equal(await tx.deploymentNamed('three'), null);
      deepEqual(ids(await tx.deployments()), ['one', 'two']);
      deepEqual(
        (await tx.processes()).map(({ version }) => version),
        [1, 2],
      );
      equal((await tx.process('p')).version, 2);
      equal((await tx.process('p', { version: 1 })).deployment, 'one');
      equal((await tx.process('p', { tag: 'x' })).version, 1);
      equal(await tx.process('p', { version: 3 }), null);
      equal(await tx.process('q'), null);
    });
  },

  'a step is stored only after the one before it': async (store) => {
    await store.transaction(async (tx) => {
      equal(await create(tx, 'a', { businessKey: 'k' }), true);
      equal(await create(tx, 'a'), false);
      equal(await save(tx, 'a', 3), false);
      equal(await save(tx, 'b', 2), false);
      equal(await save(tx, 'a', 2, { status: 'completed' }), true);
      equal(await save(tx, 'a', 2), false);
    });
    const row = await store.transaction((tx) => tx.instance('a'));
    deepEqual(
      [row.revision, row.status, row.businessKey, row.started, row.at, row.ended],
      [2, 'completed', 'k', AT + 1, AT + 2, AT + 2],
    );
    equal(row.snapshot, '{"at":2}');
    equal((await store.transaction((tx) => tx.events('a'))).length, 2);
  },

  'events are found by their ids, and come in order': async (store) => {
    await store.transaction(async (tx) => {
      await create(tx, 'a');
      await save(tx, 'a', 2, {}, { eventId: 'mine', event: '{"type":"tick"}' });
      equal(await tx.eventRevision('a', 'mine'), 2);
      equal(await tx.eventRevision('a', 'other'), null);
      equal(await tx.eventRevision('b', 'mine'), null);
      deepEqual(await tx.events('a'), [
        { revision: 1, id: '#1', at: AT + 1, event: { id: 'x' } },
        { revision: 2, id: 'mine', at: AT + 2, event: { type: 'tick' } },
      ]);
      equal(await tx.record('message:mine', 'mine', { instance: 'a', revision: 2 }, AT), true);
      equal(await tx.record('message:mine', 'mine', {}, AT), false);
      deepEqual((await tx.events('message:mine'))[0].event, { instance: 'a', revision: 2 });
    });
  },

  'instances are found by what they are': async (store) => {
    await store.transaction(async (tx) => {
      await create(tx, 'a', { businessKey: 'k', at: AT });
      await create(tx, 'b', { businessKey: 'k', at: AT + 10, status: 'completed' });
      await create(tx, 'c', { process: 'other', at: AT + 20 }, { caller: 'a', callerKey: 7 });
      const found = async (query) => ids(await tx.instances(query));
      deepEqual(await found({}), ['a', 'b', 'c']);
      deepEqual(await found({ limit: 1, offset: 1 }), ['b']);
      deepEqual(await found({ newest: true, limit: 2 }), ['c', 'b']);
      deepEqual(await found({ businessKey: 'k', statuses: ['active', 'suspended'] }), ['a']);
      deepEqual(await found({ process: 'other' }), ['c']);
      deepEqual(await found({ caller: 'a' }), ['c']);
      deepEqual(await found({ startedBefore: AT + 10 }), ['a']);
      const [called] = await tx.called('a', 7);
      deepEqual([called.id, called.caller, called.callerKey, called.snapshot], ['c', 'a', 7, '{"at":1}']);
      deepEqual(await tx.called('a', 8), []);
    });
  },

  'the index holds what is open': async (store) => {
    await store.transaction(async (tx) => {
      const task = {
        name: 'pay',
        assignee: 'ann',
        lane: 'sales',
        due: AT + 50,
        candidates: [
          { kind: 'group', name: 'clerks' },
          { kind: 'user', name: 'bob' },
        ],
      };
      await create(tx, 'a', {
        businessKey: 'k',
        opened: [
          duty(2, 'userTask', task),
          duty(3, 'job', { name: 'ship', priority: 5 }),
          duty(4, 'timer', { due: AT + 5 }),
        ],
      });
      await create(tx, 'b', {
        opened: [
          duty(2, 'message', { name: 'paid', correlation: '"17"' }),
          duty(3, 'message', { name: 'paid', correlation: '{"o":1}' }),
          duty(4, 'message', { name: 'paid' }),
        ],
      });
      const found = async (query) => keys(await tx.obligations(query));
      deepEqual(await found({ instance: 'a' }), [3, 2, 4]);
      deepEqual(await found({ instance: 'a', key: 2 }), [2]);
      deepEqual(await found({ kinds: ['userTask', 'timer'] }), [2, 4]);
      deepEqual(await found({ name: 'ship' }), [3]);
      deepEqual(await found({ element: 'e3', kinds: ['job'] }), [3]);
      deepEqual(await found({ assignee: 'ann' }), [2]);
      deepEqual(await found({ kinds: ['userTask'], unassigned: true }), []);
      deepEqual(await found({ candidateUser: 'bob' }), [2]);
      deepEqual(await found({ candidateUser: 'clerks' }), []);
      deepEqual(await found({ candidateGroups: ['others', 'clerks'] }), [2]);
      deepEqual(await found({ lane: 'sales' }), [2]);
      deepEqual(await found({ dueBefore: AT + 6 }), [4]);
      deepEqual(await found({ businessKey: 'k', kinds: ['job'] }), [3]);
      deepEqual(await found({ instance: 'b', correlation: '"17"' }), [2, 3, 4]);
      deepEqual(await found({ instance: 'b', correlation: '"18"' }), [3, 4]);
      deepEqual(await found({ instance: 'a', limit: 1, offset: 1 }), [2]);
      deepEqual(await tx.candidates('a'), [
        { key: 2, kind: 'group', name: 'clerks' },
        { key: 2, kind: 'user', name: 'bob' },
      ]);
      const [row] = await tx.obligations({ instance: 'a', key: 2 });
      deepEqual(
        [row.data, row.process, row.businessKey, row.status, row.revision, row.opened],
        [{ key: 2, kind: 'userTask' }, 'order', 'k', 'active', 1, AT + 1],
      );
      await save(tx, 'a', 2, { closed: [2, 4], opened: [duty(5, 'incident')] });
      deepEqual(await found({ instance: 'a' }), [3, 5]);
      deepEqual(await tx.candidates('a'), []);
      await tx.reindex(
        'a',
        JSON.stringify([
          duty(3, 'job', { name: 'send' }),
          duty(6, 'userTask', { candidates: [{ kind: 'user', name: 'eve' }] }),
        ]),
        AT,
      );
      deepEqual(await found({ instance: 'a' }), [3, 6]);
      deepEqual(await tx.candidates('a'), [{ key: 6, kind: 'user', name: 'eve' }]);
    });
  },

  'what is leased is nobody else’s until the lease is over': async (store) => {
    const lease = (tx, holder, more) =>
      tx.lease({ kind: 'job', name: 'ship', holder, until: AT + 100, now: AT, limit: 2, ...more });
    await store.transaction(async (tx) => {
      await create(tx, 'a', {
        opened: [2, 3, 4].map((key) => duty(key, 'job', { name: 'ship', priority: key === 4 ? 1 : 0 })),
      });
      await create(tx, 'b', { status: 'suspended', opened: [duty(2, 'job', { name: 'ship' })] });
      deepEqual(keys(await lease(tx, 'me')), [4, 2]);
      deepEqual(keys(await lease(tx, 'you')), [3]);
      deepEqual(await lease(tx, 'you'), []);
      const mine = { instance: 'a', key: 2, holder: 'me' };
      equal(await tx.extend({ ...mine, until: AT + 200, now: AT + 50 }), true);
      equal(await tx.extend({ ...mine, holder: 'you', until: AT + 300, now: AT + 50 }), false);
      equal(await tx.extend({ ...mine, until: AT + 300, now: AT + 200 }), false);
      deepEqual(keys(await tx.obligations({ leaseOver: AT + 150 })), [4, 3]);
      deepEqual(keys(await lease(tx, 'you', { now: AT + 100, until: AT + 300, limit: 1 })), [4]);
      equal(await tx.release({ ...mine, holder: 'you' }), false);
      equal(await tx.release(mine), true);
      deepEqual(keys(await lease(tx, 'you')), [2]);
      deepEqual(await lease(tx, 'you', { name: 'other' }), []);
    });
  },

  'two who ask at once are not given the same': async (store) => {
    await store.transaction((tx) =>
      create(tx, 'a', { opened: [2, 3, 4, 5].map((key) => duty(key, 'job', { name: 'ship' })) }),
    );
    const ask = (holder) =>
      store.transaction((tx) => tx.lease({ kind: 'job', name: 'ship', holder, until: AT + 100, now: AT, limit: 2 }));
    const given = (await Promise.all([ask('me'), ask('you'), ask('they')])).flat();
    deepEqual(keys(given).sort(), [2, 3, 4, 5]);
  },

  'a task is assigned only from whom it was expected to be with': async (store) => {
    await store.transaction(async (tx) => {
      await create(tx, 'a', { opened: [duty(2, 'userTask'), duty(3, 'job')] });
      const task = { instance: 'a', key: 2 };
      equal(await tx.assign({ ...task, assignee: 'ann', expected: 'bob' }), false);
      equal(await tx.assign({ ...task, assignee: 'ann', expected: null }), true);
      equal(await tx.assign({ ...task, assignee: 'bob', owner: 'ann', expected: 'ann' }), true);
      const [row] = await tx.obligations({ assignee: 'bob' });
      deepEqual([row.key, row.owner], [2, 'ann']);
      equal(await tx.assign({ instance: 'a', key: 3, assignee: 'ann', expected: null }), false);
    });
  },

  'timers and listeners are found by instance': async (store) => {
    await store.transaction(async (tx) => {
      await create(tx, 'a', {
        opened: [
          duty(2, 'timer', { due: AT + 9 }),
          duty(3, 'timer', { due: AT + 5 }),
          duty(4, 'signal', { name: 's' }),
          duty(5, 'signal', { name: 's' }),
        ],
      });
      await create(tx, 'b', { opened: [duty(2, 'timer', { due: AT + 3 })] });
      await create(tx, 'c', {
        status: 'suspended',
        opened: [duty(2, 'timer', { due: AT + 1 }), duty(3, 'signal', { name: 's' })],
      });
      deepEqual(await tx.dueTimers(AT + 9, 10), ['b', 'a']);
      deepEqual(await tx.dueTimers(AT + 9, 1), ['b']);
      deepEqual(await tx.dueTimers(AT + 2, 10), []);
      equal(await tx.nextDue(), AT + 3);
      deepEqual(await tx.listening('s'), ['a', 'c']);
    });
  },

  'history is read by revision, with notes of the host': async (store) => {
    await store.transaction(async (tx) => {
      await create(tx, 'a', { history: ['{"type":"entered"}', '{"type":"left"}'] });
      await save(tx, 'a', 2, { status: 'completed', history: ['{"type":"ended"}'] });
      await tx.note('a', 1, { type: 'claimed' }, AT + 1);
      deepEqual(
        (await tx.history('a')).map(({ revision, n, entry }) => [revision, n, entry.type]),
        [
          [1, 0, 'entered'],
          [1, 1, 'left'],
          [1, 2, 'claimed'],
          [2, 0, 'ended'],
        ],
      );
      deepEqual(
        (await tx.history('a', { after: 1 })).map(({ entry }) => entry.type),
        ['ended'],
      );
      equal((await tx.history('a', { limit: 2 })).length, 2);
      equal(await tx.purge('a'), true);
      equal(await tx.purge('a'), false);
      deepEqual([await tx.instance('a'), await tx.events('a'), await tx.history('a')], [null, [], []]);
    });
  },

  'the outbox gives its rows in order, each to one host': async (store) => {
    await store.transaction(async (tx) => {
      const sent = [
        { kind: 'message', name: 'paid', data: '{"name":"paid"}' },
        { kind: 'answer', data: '{"type":"callFinished"}' },
        { kind: 'withdraw', key: 7, data: '' },
      ];
      await create(tx, 'a', { sent }, { caller: 'z', callerKey: 3 });
      const take = (more = {}) => tx.takeOutbox({ holder: 'me', until: AT + 100, now: AT + 10, limit: 10, ...more });
      const rows = await take();
      deepEqual(
        rows.map(({ kind, name, key, target, data }) => [kind, name, key, target, data]),
        [
          ['message', 'paid', null, null, { name: 'paid' }],
          ['answer', null, null, 'z', { type: 'callFinished' }],
          ['withdraw', null, 7, null, null],
        ],
      );
      deepEqual(await take({ holder: 'you' }), []);
      equal(await tx.outboxBefore(rows[1]), false);
      equal(await tx.outboxBefore(rows[2]), true);
      equal(await tx.delivered(rows[1]), true);
      equal(await tx.delivered(rows[1]), false);
      await tx.delay(rows[0], AT + 1000);
      equal((await tx.outbox()).find((row) => row.n === 0).attempts, 1);
      deepEqual(
        (await take({ now: AT + 200 })).map(({ n }) => n),
        [2],
      );
      // Who opens a subscription of that name wakes the message.
      await save(tx, 'a', 2, { opened: [duty(9, 'message', { name: 'paid' })] });
      deepEqual(
        (await take({ now: AT + 20 })).map(({ n }) => n),
        [0],
      );
      await tx.addOutbox([
        { instance: 'x', revision: 0, n: 0, kind: 'event', name: 's', target: 'a', due: AT, data: '{"type":"tick"}' },
      ]);
      await tx.addOutbox([
        { instance: 'x', revision: 0, n: 0, kind: 'event', name: 's', target: 'b', due: AT, data: '{}' },
      ]);
      const [added] = await take({ now: AT });
      deepEqual([added.target, added.data], ['a', { type: 'tick' }]);
      equal(await tx.nextDue(), AT);
    });
  },

  'texts come back as they were': async (store) => {
    const text = 'ü😀 \u2028 "quoted" \\ \' :at $1 ?1';
    await store.transaction((tx) =>
      create(tx, text, {
        businessKey: text,
        snapshot: JSON.stringify(text),
        opened: [duty(2, 'job', { name: text, data: JSON.stringify({ text }) })],
      }),
    );
    const row = await store.transaction((tx) => tx.instance(text));
    deepEqual([row.businessKey, JSON.parse(row.snapshot)], [text, text]);
    const [open] = await store.transaction((tx) => tx.obligations({ name: text }));
    equal(open.data.text, text);
    ok(Number.isSafeInteger(open.opened));
  },
};

/**
 * Runs what every store must do as tests of `node:test`, or of another `test(name, run)`.
 *
 * @param make a function that gives a new, empty store; it is opened and closed here
 */
export function conformance(make, { name = 'store', test = runner.test } = {}) {
  for (const [what, run] of Object.entries(CASES)) {
    test(`${name}: ${what}`, async () => {
      const store = await make();
      await store.open();
      await store.open();
      try {
        await run(store);
      } finally {
        await store.close();
      }
    });
  }
}
