import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
const engine = `${root}/target/npm/tidewheel-wasm`;

if (!existsSync(engine)) {
  throw new Error(
    `the engine has not been built for the browser yet: run \`cargo xtask wasm\` (expected it in ${engine})`,
  );
}

export default defineConfig({
  // Relative addresses, so that the built page works below any path.
  base: './',
  resolve: { alias: { 'tidewheel-wasm': engine } },
  optimizeDeps: { exclude: ['tidewheel-wasm'] },
  server: { fs: { allow: [root] } },
  build: { target: 'es2023', chunkSizeWarningLimit: 800 },
});
