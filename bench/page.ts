/** The page that measures; `browserRuntime.ts` opens it and asks its `bench`. */
import { type Bench, makeBench } from './bench.ts';
import { installCounts } from './counts.ts';

declare global {
  interface Window {
    bench: Bench;
    /** CPU time of all of the browser's processes so far; given by `browserRuntime.ts`. */
    cpuSeconds(): Promise<number>;
  }
}

installCounts();
window.bench = makeBench({ cpuSeconds: () => window.cpuSeconds(), say: (line) => console.log(line) });
