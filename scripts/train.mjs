import { run } from './run.mjs';

await run('./train.ts');
