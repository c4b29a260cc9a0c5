// What becomes of a workspace, by its number, so that there is something of everything to see.

const STORIES = ['ready', 'retried', 'stuck', 'ready', 'undone', 'ready']

export const numberOf = (businessKey) => Number(businessKey.split('-').at(-1))

/** `ready`, `retried` (the first allocation fails), `stuck` (an incident) or `undone` (its script fails). */
export const storyOf = (businessKey) => STORIES[numberOf(businessKey) % STORIES.length]
