// Runs worker.ts in a process of its own, which nodeRuntime.ts starts.
import { run } from '../scripts/run.mjs';

await run('../bench/worker.ts');
