// Who looks at which request is in the address: so each tab is a person of its own, and all can be linked,
// reloaded and gone back to.

/** `{ person, request }`, each undefined where the address does not say. */
export function place() {
  const said = new URLSearchParams(location.hash.slice(1))
  return { person: said.get('as') || undefined, request: said.get('request') || undefined }
}

/** The address of a place, as links have it. */
export function linkTo({ person, request }) {
  const said = new URLSearchParams()
  if (person) said.set('as', person)
  if (request) said.set('request', request)
  return `#${said}`
}

export function go(to) {
  location.hash = linkTo(to)
}
