export * from './errors.js';
export { Engine } from './engine.js';
export { FrozenClock, systemClock } from './clock.js';
export { BpmnError, JobFailure } from './handlers.js';
export { MemoryStore } from './store/memory.js';
export { SqliteStore } from './store/sqlite.js';
export { PostgresStore } from './store/postgres.js';
export { ShardedStore } from './store/sharded.js';
