// Node 20 runs no TypeScript: this runs a script through Vite, which also knows `?raw` and the alias of the library.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** Runs a TypeScript file beside this one: its top level, awaits included, is the program; an error ends it with status 1. */
export async function run(file) {
  try {
    await runnerImport(fileURLToPath(new URL(file, import.meta.url)), { logLevel: 'warn', resolve: { tsconfigPaths: true } });
  } catch (error) {
    console.error(process.env.DEBUG ? error : `${error.name ?? 'Error'}: ${error.message ?? error}`);
    process.exitCode = 1;
  }
}
