/** How the products of convolutions load their operands, by the sides of the convolution. Used by `convolution.ts`. */
import geometry from '../../shaders/convolution/geometry.wgsl?raw';
import phaseLines from '../../shaders/convolution/phaseLines.wgsl?raw';
import phases from '../../shaders/convolution/phases.wgsl?raw';
import phasesB from '../../shaders/convolution/phasesB.wgsl?raw';
import phasesC from '../../shaders/convolution/phasesC.wgsl?raw';
import spreadA1 from '../../shaders/convolution/spreadA1.wgsl?raw';
import spreadA4 from '../../shaders/convolution/spreadA4.wgsl?raw';
import spreadLines from '../../shaders/convolution/spreadLines.wgsl?raw';
import windowLines from '../../shaders/convolution/windowLines.wgsl?raw';
import windowRowsA1 from '../../shaders/convolution/windowRowsA1.wgsl?raw';
import windowRowsA4 from '../../shaders/convolution/windowRowsA4.wgsl?raw';
import windowsA1 from '../../shaders/convolution/windowsA1.wgsl?raw';
import windowsA4 from '../../shaders/convolution/windowsA4.wgsl?raw';
import linesB1 from '../../shaders/matmul/linesB1.wgsl?raw';
import linesB4 from '../../shaders/matmul/linesB4.wgsl?raw';
import rowsB1 from '../../shaders/matmul/rowsB1.wgsl?raw';
import rowsB4 from '../../shaders/matmul/rowsB4.wgsl?raw';
import segmentsB from '../../shaders/matmul/segmentsB.wgsl?raw';
import { sizeOf } from '../graph/tensor.ts';
import { geometryKnobs, phaseKnobs, phaseRows, type Sides } from './convolutionShapes.ts';
import type { Loader } from './product.ts';

/** Runs of neighbouring elements under a window: one per window position, or per row of them where no padding or dilation parts the row. */
export function windowSegments(sides: Sides): { readonly segments: number; readonly segment: number; readonly joined: boolean } {
  const perGroup = sides.inputs / sides.groups;
  const [before, after] = sides.options.padding.at(-1) as readonly [number, number];
  const joined = sides.groups === 1 && before + after === 0 && sides.options.dilation.at(-1) === 1;
  const row = joined ? (sides.window.at(-1) as number) : 1;
  return { segments: sizeOf(sides.window) / row, segment: perGroup * row, joined };
}

/** A: lines of input channels under the windows of output positions. */
export function windowLoader(sides: Sides): Loader {
  const perGroup = sides.inputs / sides.groups;
  const knobs = { ...geometryKnobs(sides), PIXELS: sides.batch * sizeOf(sides.positions), CHANNELS: perGroup, STRIDE: sides.inputs };
  if (!vectors(sides.inputs, perGroup)) return { along: 'lines', sources: [geometry, windowLines, windowsA1], knobs, inputs: ['a'] };
  const taps = windowSegments(sides).joined ? 1 : (sides.window.at(-1) as number);
  return { along: 'lines', sources: [geometry, windowLines, windowsA4], knobs: { ...knobs, TAPS_X: taps }, inputs: ['a'] };
}

/** A: for each output position, what lies under its window, as rows. */
export function windowRowsLoader(sides: Sides): Loader {
  const perGroup = sides.inputs / sides.groups;
  const source = vectors(sides.inputs, perGroup) ? windowRowsA4 : windowRowsA1;
  const knobs = { ...geometryKnobs(sides), CHANNELS: perGroup, STRIDE: sides.inputs };
  return { along: 'rows', sources: [geometry, source], knobs, inputs: ['a'] };
}

/** A: lines of output channels that windows spread over input positions. */
export function spreadLoader(sides: Sides): Loader {
  const perGroup = sides.outputs / sides.groups;
  const source = vectors(sides.outputs, perGroup) ? spreadA4 : spreadA1;
  const knobs = { ...geometryKnobs(sides), PIXELS: sides.batch * sizeOf(sides.spatial), CHANNELS: perGroup, STRIDE: sides.outputs };
  return { along: 'lines', sources: [geometry, spreadLines, source], knobs, inputs: ['a'] };
}

/** B: the kernel as rows of output channels. */
export function kernelRows(sides: Sides): Loader {
  return rows(sides, (sizeOf(sides.window) * sides.inputs * sides.outputs) / sides.groups);
}

/** B: the output's gradient as rows of channels. */
export function outputRows(sides: Sides): Loader {
  return rows(sides, sides.batch * sizeOf(sides.positions) * sides.outputs);
}

function rows({ outputs, groups }: Sides, total: number): Loader {
  const source = vectors(outputs, outputs / groups) ? rowsB4 : rowsB1;
  return { along: 'rows', sources: [source], knobs: { B_LENGTH: outputs, B_BATCH: outputs / groups, B_TOTAL: total }, inputs: ['b'] };
}

/** B: the kernel as lines of output channels, one for each input channel of a window position. */
export function kernelLines(sides: Sides): Loader {
  return { along: 'lines', sources: [kernelSource(sides), segmentsB], knobs: kernelKnobs(sides), inputs: ['b'] };
}

/** `kernelLines` for a product in phases. */
export function phaseKernelLines(sides: Sides): Loader {
  const whole = sides.window.every((taps, axis) => taps % (sides.options.strides[axis] as number) === 0);
  const knobs = { ...kernelKnobs(sides), ...phaseKnobs(sides), ...(whole ? {} : { B_EXACT: false }) };
  return { along: 'lines', sources: [geometry, phases, kernelSource(sides), phasesB], knobs, inputs: ['b'] };
}

/** `spreadLoader` for a product in phases. */
export function phaseLoader(sides: Sides): Loader {
  const { sources, knobs, ...loader } = spreadLoader(sides);
  const inPhases = sources.map((source) => (source === spreadLines ? phaseLines : source));
  const lines = { PIXELS: phaseRows(sides), TAPS_Z: sides.window.at(-3) ?? 1 };
  return { ...loader, sources: [phases, ...inPhases], knobs: { ...knobs, ...phaseKnobs(sides), ...lines } };
}

/** C: rows of input positions in phases. */
export function phasePlaces(sides: Sides): Pick<Loader, 'sources' | 'knobs'> {
  return { sources: [geometry, phases, phasesC], knobs: { ...geometryKnobs(sides), ...phaseKnobs(sides) } };
}

function kernelSource({ outputs, groups }: Sides): string {
  return vectors(outputs, outputs / groups) ? linesB4 : linesB1;
}

function kernelKnobs({ window, inputs, outputs, groups }: Sides): Record<string, number | boolean> {
  const matrix = (inputs / groups) * outputs;
  return { B_LENGTH: outputs, B_BATCH: outputs / groups, B_TOTAL: sizeOf(window) * matrix, B_SEGMENT: matrix };
}

/** Whether channels can be loaded four at a time. */
export function vectors(channels: number, perGroup: number): boolean {
  return channels % 4 === 0 && perGroup % 4 === 0;
}
