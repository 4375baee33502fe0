/** `npm run bench`: reads the command line, installs what is to be measured where it is missing, and goes on to `main.ts`. */
import { readOptions } from './options.ts';
import { installPeers } from './peers.ts';

const options = readOptions(process.argv.slice(2));
if (options && !options.table.length) installPeers();
await import('./main.ts');
