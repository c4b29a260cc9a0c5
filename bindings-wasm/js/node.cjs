'use strict';
// For Node: the module lies beside this file, so it is there before the first call.
const fs = require('node:fs');
const path = require('node:path');
const slim = require('./slim.cjs');

slim.initSync(fs.readFileSync(path.join(__dirname, 'tidewheel.wasm')));

/** Does nothing here: the same code can `await init()` in a browser and in Node. */
async function init() {}
function initSync() {}

module.exports = { ...require('./api.cjs'), init, initSync };
