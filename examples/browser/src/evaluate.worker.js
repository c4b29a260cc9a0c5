import { evaluate } from './evaluate.js';

addEventListener('message', ({ data: { source, variables } }) => {
  try {
    postMessage({ value: evaluate(source, variables) });
  } catch (error) {
    postMessage({ error: String(error) });
  }
});
