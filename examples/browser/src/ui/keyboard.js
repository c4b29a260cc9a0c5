const TYPING = 'input, textarea, select, [contenteditable], [popover]:popover-open *';

/** Binds keys to actions, except while somebody types or a key stroke belongs to a focused control. */
export function bindKeys(actions) {
  window.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPING)) return;
    const pressesButton = event.key === ' ' && event.target.closest?.('button, a, summary');
    const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action || pressesButton) return;
    event.preventDefault();
    action();
  });
}
