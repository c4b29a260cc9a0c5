// Durations and instants as people write and read them. Instants are epoch milliseconds, as in the engine.

const UNITS = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };
const ISO = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;
const PART = /(\d+(?:\.\d+)?)\s*(ms|min|[smhd])/gi;

/** Milliseconds of `90s`, `1h 30m`, `PT10M` or a bare number of seconds; undefined where it is none of these. */
export function parseDuration(text) {
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Math.round(Number(trimmed) * 1000);
  const iso = ISO.exec(trimmed);
  if (iso && trimmed.length > 1 && !/T$/i.test(trimmed)) {
    const [weeks, days, hours, minutes, seconds] = iso.slice(1).map((part) => Number(part ?? 0));
    return Math.round((weeks * 7 + days) * UNITS.d + hours * UNITS.h + minutes * UNITS.m + seconds * 1000);
  }
  const parts = [...trimmed.matchAll(PART)];
  if (parts.length === 0 || trimmed.replace(PART, '').trim() !== '') return undefined;
  return Math.round(parts.reduce((sum, [, value, unit]) => sum + Number(value) * UNITS[unit.toLowerCase()], 0));
}

/** `40 s`, `10 min`, `1 h 30 min`, `2 d`: at most the two largest units. */
export function formatDuration(ms) {
  if (ms < 1000) return `${ms} ms`;
  const units = [
    ['d', UNITS.d],
    ['h', UNITS.h],
    ['min', UNITS.m],
    ['s', UNITS.s],
  ];
  const parts = [];
  let rest = ms;
  for (const [unit, size] of units) {
    const count = unit === 's' ? Math.round((rest / size) * 10) / 10 : Math.floor(rest / size);
    if (count > 0) parts.push(`${count} ${unit}`);
    rest -= Math.floor(rest / size) * size;
  }
  return parts.slice(0, 2).join(' ');
}

/** A stop watch's reading: `+1:30`, `+24:00:00`, with milliseconds where there are any. */
export function formatElapsed(ms) {
  const two = (value) => String(value).padStart(2, '0');
  const hours = Math.floor(ms / UNITS.h);
  const minutes = Math.floor(ms / UNITS.m) % 60;
  const seconds = Math.floor(ms / 1000) % 60;
  const fraction = ms % 1000 === 0 ? '' : `.${String(ms % 1000).padStart(3, '0')}`;
  const front = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes);
  return `+${front}:${two(seconds)}${fraction}`;
}

/** `2026-03-01 09:00:30`, always in UTC, as the engine counts. */
export function formatInstant(ms) {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? String(ms) : date.toISOString().slice(0, 19).replace('T', ' ');
}

/** Value for an `<input type="datetime-local">` that shows UTC. */
export const toField = (ms) => new Date(ms).toISOString().slice(0, 16);

/** The instant that such an input holds, read as UTC; undefined while it is incomplete. */
export function fromField(text) {
  const ms = Date.parse(`${text}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}
