import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn-embedded.css';
import './style/tokens.css';
import './style/page.css';
import './style/panels.css';
import './style/inspector.css';
import './style/timeline.css';
import './style/diagram.css';
import './style/live.css';

import { App } from './app.js';
import { Diagram } from './diagram/diagram.js';
import { loadEngine } from './engine.js';
import { EXAMPLES } from './examples.js';
import { Monitor } from './live/monitor.js';
import { AnswerForm } from './panels/answer.js';
import { Connect } from './panels/connect.js';
import { Header } from './panels/header.js';
import { Inspector } from './panels/inspector.js';
import { InstanceFacts } from './panels/instance.js';
import { Instances } from './panels/instances.js';
import { Obligations } from './panels/obligations.js';
import { Problems } from './panels/problems.js';
import { RequestFacts } from './panels/request.js';
import { StartForm } from './panels/start.js';
import { Timeline } from './panels/timeline.js';
import { Transport } from './panels/transport.js';
import { Player } from './player.js';
import { isRecording, readRecording } from './recording.js';
import { Stage } from './stage.js';
import { h, iconButton } from './ui/dom.js';
import { acceptDrops } from './ui/drop.js';
import { bindKeys } from './ui/keyboard.js';
import { saveText } from './ui/save.js';
import { toast } from './ui/toast.js';

const place = (id) => document.getElementById(id);

async function main() {
  const app = new App(await loadEngine());
  let diagram;
  const answers = new AnswerForm(app, () => diagram.declared);
  diagram = new Diagram(place('canvas'), app, (...request) => answers.answer(...request));
  const stage = new Stage(app, diagram, place('canvas-note'));
  const player = new Player(app, stage, (text, error) => toast(text, error ? 'error' : 'info'));
  stage.speedOf = () => (player.playing ? player.speed : 1);

  const wanted = new URLSearchParams(location.search);
  const openExample = (id = wanted.get('example')) => stage.open(EXAMPLES[id] ?? Object.values(EXAMPLES)[0]);
  const monitor = new Monitor(app, stage, () => openExample());

  const open = async (file) => {
    player.pause();
    monitor.close();
    try {
      const text = await file.text();
      if (isRecording(text)) await openRecording(stage, app, text);
      else await stage.open({ name: file.name, text });
    } catch (error) {
      toast(`${file.name} could not be opened: ${error.message}`, 'error');
    }
  };
  const choose = (id) => {
    player.pause();
    monitor.close();
    return openExample(id);
  };
  const save = () =>
    app.session?.started && saveText(`${app.model.name.replace(/\.(bpmn|json)$/, '')}.run.json`, app.record());
  const header = new Header(place('bar'), app, { open, save, choose });
  const connect = new Connect(place('bar'), monitor);
  new Transport(place('bar'), app, player);
  place('main').prepend(new Instances(monitor).element);
  new Timeline(place('timeline'), app, player);
  const problems = new Problems(app, (id) => diagram.reveal(id));
  const start = new StartForm(app);
  const obligations = new Obligations(app, answers, (id) => diagram.reveal(id));
  const inspector = new Inspector(app, answers);
  const request = new RequestFacts(app);
  const facts = new InstanceFacts(app, (id) => monitor.follow(id));
  app.on('model change', () => (start.element.hidden = !app.runnable || app.session.started || app.readOnly));
  place('side').append(
    ...[problems, facts, start, request, obligations, inspector].map((panel) => panel.element),
  );

  place('zoom').append(
    iconButton('minus', 'Zoom out', () => diagram.zoom(-1)),
    iconButton('plus', 'Zoom in', () => diagram.zoom(1)),
    iconButton('fit', 'Show all (F)', () => diagram.fit()),
  );
  acceptDrops(open);
  bindKeys({
    ' ': () => player.toggle(),
    ArrowRight: () => player.step(),
    ArrowLeft: () => player.back(),
    End: () => player.last(),
    r: () => player.reset(),
    f: () => diagram.fit(),
    o: () => header.choose(),
    s: save,
    Escape: () => app.select(undefined),
  });
  monitor.on(() => player.pause());
  if (!wanted.has('host') || !(await watch(monitor, connect, wanted))) {
    await openExample();
    applyAddress(app, player, wanted);
  }
  document.body.dataset.ready = '';
}

async function openRecording(stage, app, text) {
  const recording = readRecording(text);
  await stage.open({ name: recording.name, text: recording.model });
  if (app.runnable) app.replay(recording);
}

/** `?host=http://127.0.0.1:8787` in the address opens the page on a running host, `&instance=` at an instance of it. */
async function watch(monitor, connect, wanted) {
  try {
    await monitor.connect(wanted.get('host'));
  } catch (error) {
    connect.open(wanted.get('host'), error.message);
    return false;
  }
  if (wanted.has('instance')) await monitor.follow(wanted.get('instance'));
  return true;
}

/** `?scenario=retry&play` in the address starts the page in that state, so that it can be linked to. */
function applyAddress(app, player, wanted) {
  const scenario = wanted.get('scenario');
  if (scenario && scenario in app.modes) app.use(scenario);
  if (wanted.has('play')) player.play();
}

main().catch((error) => {
  document.body.replaceChildren(h('p.fatal', {}, `This page could not start: ${error.message}`));
  throw error;
});
