// The people that processes name, and the ways they are spoken of.

/** Everybody in a group of some process: `[{ id, groups }]`, by name. */
export function people(processes) {
  const found = new Map()
  for (const { groups } of processes) {
    for (const { name, members } of groups) {
      for (const member of members) found.set(member, (found.get(member) ?? new Set()).add(name))
    }
  }
  const listed = [...found].map(([id, groups]) => ({ id, groups: [...groups] }))
  return listed.sort((one, other) => one.id.localeCompare(other.id))
}

/** "a", "a and b", "a, b and c". */
export function listed(words) {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** The name of a state, an action or a group of a definition; its id where it has none or is unknown. */
export const nameOf = (list, id) => list?.find((one) => one.id === id)?.name ?? id
