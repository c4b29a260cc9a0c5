// Rates per second of CPU time: on a shared machine far steadier than those by the clock.

export const FULL = { warmUp: 500, repeat: 500, repeats: 7 };
export const QUICK = { warmUp: 100, repeat: 150, repeats: 3 };

/** Runs `one(n)` for n = 0, 1, ...; the median of the runs per second of this process's CPU time. */
export async function rate({ warmUp, repeat, repeats }, one) {
  let n = 0;
  const runFor = async (milliseconds) => {
    const end = performance.now() + milliseconds;
    do {
      // Waiting costs time even where there is nothing to wait for.
      const pending = one(n++);
      if (pending) await pending;
    } while (performance.now() < end);
  };
  await runFor(warmUp);
  const rates = [];
  for (let count = 0; count < repeats; count++) {
    const before = n;
    const clock = process.cpuUsage();
    await runFor(repeat);
    const { user, system } = process.cpuUsage(clock);
    rates.push((n - before) / ((user + system) / 1e6));
  }
  return rates.sort((a, b) => a - b)[rates.length >> 1];
}
