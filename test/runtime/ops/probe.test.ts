import { it } from 'vitest';
import { evaluate, PROFILES } from '../../support/gpu.ts';
import { matmul } from '../../../src/runtime/ops/matmul.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
for (const profile of Object.values(PROFILES)) for (const [ta,tb] of [[false,false],[true,false],[false,true],[true,true]]) for (const [m,n,k] of [[8,16,4],[9,17,5],[33,36,20]]) it(`${profile.name} ${m} ${n} ${k}`, async () => {
  const a = Float32Array.from({length:m!*k!}, (_, i) => Math.sin(i)), b = Float32Array.from({length:n!*k!}, (_, i) => Math.sin(i));
  let t = performance.now();
  await evaluate((a,b) => [matmul(a,b,{transposeA:ta,transposeB:tb})], [{ shape: ta?[k!,m!]:[m!,k!], data: a },{shape:tb?[n!,k!]:[k!,n!],data:b}], profile);
  const t1 = performance.now() - t; t = performance.now();
  await evaluate((a,b) => gradients(matmul(a,b,{transposeA:ta,transposeB:tb}), [a,b]) as any, [{ shape: ta?[k!,m!]:[m!,k!], data: a },{shape:tb?[n!,k!]:[k!,n!],data:b}], profile);
  console.log('R', profile.name, ta, tb, m, n, k, t1.toFixed(0), (performance.now() - t).toFixed(0));
});
