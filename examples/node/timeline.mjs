// A report as lines for people: time, element, what happened, active elements.

/** @param {import('tidewheel').Report} report */
export function lines(report) {
  const elements = new Map()
  const rows = report.rows.map((row) => line(row, elements))
  return [...rows, `${clock(report.at)}  ${'process'.padEnd(24)}  ${report.status}`]
}

function line(row, elements) {
  const [element, what] = happened(row, elements)
  for (const effect of row.outcome?.effects ?? []) {
    if (effect.type.startsWith('open')) elements.set(effect.key, effect.element)
  }
  const said = row.rejection ? `rejected: ${row.rejection.message}` : what
  return `${clock(row.at)}  ${element.padEnd(24)}  ${said.padEnd(46)}  ${row.active.join(', ')}`.trimEnd()
}

/** The element that a step is about, and what happened to it. */
function happened({ event, outcome }, elements) {
  switch (event?.type) {
    case undefined:
      return ['process', 'started']
    case 'jobCompleted':
      return [elements.get(event.job), `done ${words(event.variables ?? {})}`]
    case 'jobFailed':
      return [elements.get(event.job), `failed: ${event.message}`]
    case 'jobThrew': {
      const thrown = outcome.history.find((entry) => entry.type === 'errorThrown')
      return [elements.get(event.job), `threw ${event.code} -> ${thrown?.caughtBy ?? 'nothing'}`]
    }
    case 'signal':
      return [event.name, 'signal']
    case 'message':
      return [elements.get(event.subscription), 'message received']
    case 'tick':
    case 'timerFired': {
      const fired = outcome.effects.filter((effect) => effect.type === 'closeTimer')
      return [elements.get(fired.at(-1)?.key) ?? '', 'timer fired']
    }
    default:
      return ['', JSON.stringify(event)]
  }
}

function words(variables) {
  const text = Object.entries(variables).map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(' ')
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}

/** Days, hours, minutes and seconds since the start of the virtual clock. */
function clock(at) {
  const seconds = Math.floor(at / 1000)
  const two = (number) => String(number).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60]
  return `${Math.floor(seconds / 86400)}d ${two(hours)}:${two(minutes)}:${two(seconds % 60)}`
}
