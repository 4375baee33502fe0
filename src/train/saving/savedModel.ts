/** A model as files hold it, whatever the format: read and written by the formats in `formats.ts`, made of and put into models by `saveModel.ts` and `loadModel.ts`. */

/** Values of one variable. */
export type NamedValues =
  | { readonly dtype: 'float32'; readonly data: Float32Array }
  | { readonly dtype: 'int32'; readonly data: Int32Array }
  | { readonly dtype: 'int64'; readonly data: BigInt64Array };

/** A variable with its values, row-major. */
export type NamedArray = NamedValues & {
  /** Keras's short name: `kernel`. */
  readonly name: string;
  /** Keras's path of names: `sequential/dense/kernel`. */
  readonly path: string;
  readonly shape: readonly number[];
  /** Whether training updates it; unknown in files. */
  readonly trainable?: boolean;
};

/** A layer, or a part of one that has weights of its own. */
export interface SavedLayer {
  /** The layer's own name: `dense_1`. */
  readonly name: string;
  readonly className?: string;
  /** Its place among the model's parts, by class: `layers/dense_1`, `layers/lstm/cell`. Absent where a format knows only the order. */
  readonly path?: string;
  readonly weights: readonly NamedArray[];
}

/** Keras's description of an object. */
export interface ObjectConfig {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** What an optimizer knows of the training so far. */
export interface SavedOptimizer {
  readonly name: string;
  /** In Keras's order: iteration, learning rate, slots. */
  readonly variables: readonly NamedArray[];
  /** Numbers that Keras works out anew in each step and this library carries on; absent in Keras's own files. */
  readonly state?: readonly NamedArray[];
}

/** Everything that a file may hold of a model. */
export interface SavedModel {
  /** The model's own name; empty in files that hold only weights. */
  readonly name: string;
  /** Absent in files that hold only weights. */
  readonly config?: ObjectConfig;
  /** Arguments of `compile` as Keras writes them, `optimizer` being an `ObjectConfig`. */
  readonly compileConfig?: Readonly<Record<string, unknown>>;
  readonly layers: readonly SavedLayer[];
  readonly optimizer?: SavedOptimizer;
  readonly kerasVersion?: string;
  readonly backend?: string;
}

/** Values in the type that a file gave them. */
export function namedValues(data: Float32Array | Int32Array | BigInt64Array): NamedValues {
  if (data instanceof Float32Array) return { dtype: 'float32', data };
  return data instanceof Int32Array ? { dtype: 'int32', data } : { dtype: 'int64', data };
}
