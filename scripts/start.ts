/** `npm start`: serves the demo of `demo/` until Ctrl-C; `--port` chooses where. */
import { parseArgs } from 'node:util';
import { serveDemo } from './demoSite.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '5173' } } });
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  throw new RangeError(`Cannot serve on port ${values.port}: it must be a whole number from 0 to 65535`);
}
const { url } = await serveDemo({ port, watch: true });
console.log(`The demo is at ${url}\nOpen it in a browser with WebGPU; Ctrl-C ends the server.`);
