import { it } from 'vitest';
import { evaluate, PROFILES } from '../../support/gpu.ts';
import * as e from '../../../src/runtime/ops/elementwise.ts';
const names = ['negative','absolute','sign','floor','ceil','round','square','sqrt','rsqrt','reciprocal','exp','log','log1p','sin','cos','tanh','sigmoid','softplus','softsign','relu','gelu','erf'] as const;
const nan = new Float32Array(1); new Uint32Array(nan.buffer)[0] = 0x7fc00000;
for (const profile of Object.values(PROFILES).slice(0,1)) for (const name of [...names, 'clip', 'elu', 'maxa', 'maxb', 'mina','minb'] as const) it(`${profile.name} ${name}`, async () => {
  for (const size of [3,8]) {
  const x = Float32Array.from([nan[0], -90, 90, 1e4,-1e4,3e38,-3e38, 0].slice(0, size));
  const f: any = { ...e, clip: (x:any) => e.clip(x,-1,1), elu: (x:any)=>e.elu(x), maxa: (x:any)=>e.maximum(x, 0), maxb: (x:any)=>e.maximum(0,x), mina: (x:any)=>e.minimum(x, 0), minb: (x:any)=>e.minimum(0,x) };
  const [y] = await evaluate((x) => [f[name](x)], [{ shape: [size], data: x }], profile);
  console.log('R', name, String(y));
  }
});
