// A run as a file: the model, how it was started, and every event with its time. The engine gives the same answer to the
// same events, so this is all that somebody else needs to see exactly what happened.

const FORMAT = 'tidewheel-run-1';

/** Text of a recording of the steps up to the one shown. */
export function record({ name, text }, session) {
  const [first, ...rest] = session.past;
  const { type, ...start } = first.event;
  const events = rest.map(({ at, event, origin }) => ({ at, event, ...(origin && { origin }) }));
  return `${JSON.stringify({ format: FORMAT, name, start, at: first.at, events, model: text }, null, 2)}\n`;
}

/** Whether a file means to be a recorded run; a state machine is JSON as well. */
export function isRecording(text) {
  try {
    return JSON.parse(text).format !== undefined;
  } catch {
    return false;
  }
}

/** Reads a recording. Throws an error that says what the file lacks. */
export function readRecording(text) {
  let recording;
  try {
    recording = JSON.parse(text);
  } catch (error) {
    throw new Error(`the file is not JSON: ${error.message}`);
  }
  if (recording?.format !== FORMAT) throw new Error(`the file is not a recorded run (\`format\` is not \`${FORMAT}\`)`);
  const { model, start, at, events } = recording;
  if (typeof model !== 'string') throw new Error('the recording holds no `model`');
  if (typeof start !== 'object' || !Number.isInteger(at))
    throw new Error('the recording does not say how the run was started');
  if (!Array.isArray(events)) throw new Error('the recording holds no `events`');
  return { ...recording, name: String(recording.name ?? 'recorded run') };
}

/** Lets a session go through all that was recorded, and shows the beginning again. */
export function replay(session, { start, at, events }) {
  session.start(start, at);
  for (const [index, step] of events.entries()) {
    try {
      session.apply(step.event, step.at, step.origin);
    } catch (error) {
      session.goTo(0);
      throw new Error(`step ${index + 2} of the recording does not fit the run: ${error.message}`);
    }
  }
  session.goTo(0);
}
