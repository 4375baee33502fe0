/** Layers that hold other layers: when those are built, and what is said while they are not. */
import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import { dense, dropout, input } from '../../../src/train/layers/index.ts';
import { Layer } from '../../../src/train/layers/layer.ts';
import type { LayerShape } from '../../../src/train/layers/symbolic.ts';
import { sequential } from '../../../src/train/sequential.ts';

class Block extends Layer {
  calls = 0;
  readonly blocks = [dense(4), dense(2)];

  override call(x: Tensor): Tensor {
    this.calls += 1;
    return this.blocks.reduce((value, layer) => layer.apply(value), x);
  }
}

class ShapedBlock extends Block {
  override computeOutputShape([batch = null]: LayerShape): LayerShape {
    return [batch, 2];
  }
}

describe('a layer with layers inside', () => {
  it.each([Block, ShapedBlock])('builds them when it is applied: %s', (Class) => {
    const block = new Class();
    expect(block.apply(input([3])).shape).toEqual([null, 2]);
    expect(block.calls).toBe(1);
    expect(block.weights.map(({ shape }) => shape)).toEqual([[3, 4], [4], [4, 2], [2]]);
    expect(block.countParams()).toBe(26);
  });

  it('is traced once only', () => {
    const block = new ShapedBlock();
    block.apply(input([3]));
    block.apply(input([3]));
    expect(block.calls).toBe(1);
  });

  it('cannot take the name layers for a field', () => {
    class Wrong extends Layer {
      constructor() {
        super({ name: 'wrong' });
        Object.assign(this, { layers: [dense(2)] });
      }
    }
    expect(() => new Wrong()).toThrow(
      new TypeError(
        'Cannot set the layers of wrong: they are found among its fields, they must be in a field of another name such as this.blocks',
      ),
    );
  });
});

describe('countParams()', () => {
  it('throws while there is something to build', () => {
    const message = 'Cannot count the parameters of a: it is not built, it must know its input shape first';
    expect(() => dense(3, { name: 'a' }).countParams()).toThrow(message);
    expect(() => sequential([dense(3)], { name: 'a' }).countParams()).toThrow(message);
  });

  it('is 0 for layers that have nothing to build', () => {
    expect(dropout(0.5).countParams()).toBe(0);
  });
});
