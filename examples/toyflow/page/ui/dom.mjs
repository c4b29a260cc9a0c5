const SVG = 'http://www.w3.org/2000/svg'

/**
 * Builds an element: `h('button.primary', { onclick, title }, 'Start')`. Properties that start with `on` are listeners,
 * `data` sets data attributes, everything else is an attribute (`true` sets it empty, `false` and null leave it out; so does
 * undefined everywhere).
 */
export const h = (selector, props = {}, ...children) =>
  made((tag) => document.createElement(tag), selector, props, children)

/** The same for a part of a drawing. */
export const s = (selector, props = {}, ...children) =>
  made((tag) => document.createElementNS(SVG, tag), selector, props, children)

function made(create, selector, props, children) {
  const [tag, ...classes] = selector.split('.')
  const element = create(tag || 'div')
  if (classes.length > 0) element.setAttribute('class', classes.join(' '))
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else if (name === 'data') mark(element, value)
    else element.setAttribute(name, value === true ? '' : value)
  }
  element.append(...present(children))
  return element
}

function mark({ dataset }, data) {
  for (const [name, value] of Object.entries(data)) if (value !== undefined) dataset[name] = value
}

/** Replaces what an element holds; as with `h`, absent children (`undefined`, `null`, `false`) are left out. */
export function fill(element, ...children) {
  element.replaceChildren(...present(children))
}

const present = (children) =>
  children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false)
