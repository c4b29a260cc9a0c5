/**
 * Puts a signal into the outbox of each shard, one row for everyone that it is for: all that listen to it now,
 * other than its sender, and the processes that it starts. The rows have ids that follow from where the signal came
 * from, so that a second time adds none.
 */
export async function spread(host, tx, home, { instance: origin, revision, n }, name, variables) {
  const due = host.clock.now();
  const source = `${origin}:${revision}:${n}`;
  const event = JSON.stringify({ type: 'signal', name, variables });
  const rows = [];
  const fill = async (shard, own) => {
    const added = [];
    for (const target of await own.listening(name)) {
      if (target === origin) continue;
      added.push({ instance: `${source}>${target}`, revision: 0, n: 0, kind: 'event', name, target, due, data: event });
    }
    for (const start of shard === home ? await own.starts('signal', name) : []) {
      const data = JSON.stringify({ element: start.element, variables });
      added.push({ instance: `${source}>${start.process}`, revision: 0, n: start.n, kind: 'start', name: start.process, due, data });
    }
    if (added.length > 0) await own.addOutbox(added);
    rows.push(...added);
  };
  for (const shard of host.store.shards) {
    if (shard !== home) await host.steps.transaction(shard, (own) => fill(shard, own));
  }
  await fill(home, tx);
  return rows;
}
