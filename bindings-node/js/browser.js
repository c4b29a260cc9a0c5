// Browsers and bundlers for them.
export * from 'tidewheel-wasm';
export { default } from 'tidewheel-wasm';
