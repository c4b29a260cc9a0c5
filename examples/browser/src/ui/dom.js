/**
 * Builds an element: `h('button.primary', { onclick, title }, 'Start')`. Properties that start with `on` are listeners,
 * `data` sets data attributes, everything else is an attribute (`true` sets it empty, `false` and null leave it out).
 */
export function h(selector, props = {}, ...children) {
  const [tag, ...classes] = selector.split('.');
  const element = document.createElement(tag || 'div');
  if (classes.length > 0) element.className = classes.join(' ');
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'data') Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...present(children));
  return element;
}

/** Replaces what an element holds; as with `h`, absent children (`undefined`, `null`, `false`) are left out. */
export function fill(element, ...children) {
  element.replaceChildren(...present(children));
}

const present = (children) =>
  children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false);

const ICONS = {
  play: 'M5 3.5v9l7.5-4.5z',
  pause: 'M4.5 3.5H7v9H4.5zM9 3.5h2.5v9H9z',
  step: 'M4 3.5v9l5.5-4.5zM10.5 3.5h2v9h-2z',
  back: 'M12 3.5v9L6.5 8zM3.5 3.5h2v9h-2z',
  reset: 'M8 2.8A5.2 5.2 0 1 0 13.2 8h-1.6A3.6 3.6 0 1 1 8 4.4v2.1l3.3-2.9L8 .8z',
  check: 'M6.4 12.2 2.6 8.4l1.2-1.2 2.6 2.6 5.8-5.8 1.2 1.2z',
  bolt: 'M9 1.5 3.5 9H7l-.8 5.5L12 7H8.3z',
  cross: 'm4.3 3.2 3.7 3.7 3.7-3.7 1.1 1.1L9.1 8l3.7 3.7-1.1 1.1L8 9.1l-3.7 3.7-1.1-1.1L6.9 8 3.2 4.3z',
  clock:
    'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zm0 1.5a4.7 4.7 0 1 1 0 9.4 4.7 4.7 0 0 1 0-9.4zM7.3 4.8h1.5v3l2.1 1.3-.8 1.2-2.8-1.7z',
  mail: 'M2 3.5h12v9H2zM3.5 5v.4L8 8.3l4.5-2.9V5zm9 2.2L8 10 3.5 7.2V11h9z',
  signal: 'M8 2l6.5 11h-13zm0 2.9-3.9 6.6h7.8z',
  alert: 'M7.2 2.5h1.6L8.6 10H7.4zM8 11.3a1.1 1.1 0 1 1 0 2.2 1.1 1.1 0 0 1 0-2.2z',
  open: 'M1.8 3h4.4l1.5 1.7h6.5V13H1.8zm1.5 1.5v7h9.4V6.2H7L5.5 4.5z',
  pencil: 'm10.9 2 3.1 3.1-8.4 8.4L2 14l.5-3.6zm0 2.2-7 6.9-.2 1.2 1.2-.2 7-6.9z',
  up: 'M8 2.5 13 8l-1.100 1.100-3.100-3.400V13.500H7.200V5.700L4.100 9.100 3 8z',
  plus: 'M7.25 3h1.500v4.25H13v1.500H8.75V13h-1.500V8.75H3v-1.500h4.25z',
  minus: 'M3 7.25h10v1.500H3z',
  save: 'M7.2 2h1.6v5.8l2.1-2.1L12 6.8l-4 4-4-4 1.1-1.1 2.1 2.1zM2.5 12.2h11v1.6h-11z',
  eye: 'M8 3.2c3.1 0 5.600 1.900 7 4.800-1.400 2.900-3.900 4.800-7 4.800S2.400 10.900 1 8c1.400-2.900 3.900-4.800 7-4.800zm0 1.500C5.700 4.700 3.800 6 2.700 8c1.100 2 3 3.300 5.300 3.300s4.200-1.300 5.300-3.300C12.200 6 10.300 4.700 8 4.700zm0 1.300a2 2 0 1 1 0 4 2 2 0 0 1 0-4z',
  person: 'M8 2a3 3 0 1 1 0 6 3 3 0 0 1 0-6zm0 7c3.3 0 5.5 1.9 5.5 4.5v.5h-11v-.5C2.5 10.900 4.700 9 8 9z',
  undo: 'M6.2 2.5 2 6.2l4.2 3.7V7.1h3.3a2.700 2.700 0 0 1 0 5.400H5V14h4.5a4.200 4.200 0 0 0 0-8.400H6.200z',
  fit: 'M2 2h4.5v1.5h-3v3H2zm7.5 0H14v4.5h-1.5v-3h-3zM2 9.5h1.5v3h3V14H2zm10.5 0H14V14H9.5v-1.5h3z',
};

const SVG = 'http://www.w3.org/2000/svg';

/** A 16 px icon in the colour of the text. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows only an icon; the label is its tooltip and its name for screen readers. */
export const iconButton = (name, label, onclick, props = {}) =>
  h('button.icon-button', { type: 'button', title: label, 'aria-label': label, onclick, ...props }, icon(name));
