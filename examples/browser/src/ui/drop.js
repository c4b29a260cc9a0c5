import { h } from './dom.js';

/** Lets files be dropped anywhere on the page; `open` gets the file. */
export function acceptDrops(open) {
  const veil = h(
    '.drop-veil',
    { hidden: true },
    h(
      '.drop-note',
      {},
      h('strong', {}, 'Drop it here'),
      h('span', {}, 'a BPMN model, a state machine or a saved run; it is read in this page and sent nowhere'),
    ),
  );
  document.body.append(veil);
  let depth = 0;
  const show = (inside) => {
    depth = inside;
    veil.hidden = depth <= 0;
  };
  const carriesFile = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');

  window.addEventListener('dragenter', (event) => carriesFile(event) && show(depth + 1));
  window.addEventListener('dragleave', (event) => carriesFile(event) && show(depth - 1));
  window.addEventListener('dragover', (event) => carriesFile(event) && event.preventDefault());
  window.addEventListener('drop', (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    show(0);
    const [file] = event.dataTransfer.files;
    if (file) open(file);
  });
}
