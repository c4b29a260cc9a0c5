// Every store of the package does what a store must do.
import { conformance } from 'tidewheel/host/conformance';
import { STORES } from './support/stores.mjs';

for (const [name, { make, shards }] of Object.entries(STORES)) if (!shards) conformance(() => make(), { name });
