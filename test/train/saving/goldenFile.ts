/** Files that real Keras wrote, with what a reader must find in them; see test/golden/README.md. */
import { readFileSync } from 'node:fs';

/** A tensor as the golden files hold it. */
export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
  readonly dtype?: string;
}

/** A variable as the golden files hold it. */
export interface GoldenVariable extends GoldenTensor {
  readonly name: string;
  readonly path: string;
}

/** What a reader must find in a file. */
export interface GoldenFile {
  readonly weights: readonly GoldenVariable[];
  readonly optimizer_variables: readonly GoldenVariable[];
  readonly model_config: string;
  readonly training_config: string;
  readonly tree: readonly { readonly path: string; readonly attributes?: Record<string, unknown>; readonly shape?: readonly number[] }[];
}

/** The bytes of a file in test/golden/files. */
export function goldenBytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../golden/files/${name}`, import.meta.url)));
}

/** What is in a file of test/golden/files. */
export function golden(name: string): GoldenFile {
  return JSON.parse(readFileSync(new URL(`../../golden/files/${name}.json`, import.meta.url), 'utf8'));
}

/** A golden variable's values as a reader gives them. */
export function valuesOf({ data, dtype }: GoldenTensor): Float32Array | Int32Array {
  return dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data);
}
