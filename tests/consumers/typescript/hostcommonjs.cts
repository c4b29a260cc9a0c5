// The same types for CommonJS.
import host = require('tidewheel/host');
import suite = require('tidewheel/host/conformance');

export const engine: host.Engine = new host.Engine(new host.MemoryStore());
export const step: Promise<host.Step> = engine.runtime.start('order');
export const cases: string[] = Object.keys(suite.CASES);
