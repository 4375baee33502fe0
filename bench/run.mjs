import { run } from '../scripts/run.mjs';

await run('../bench/command.ts');
