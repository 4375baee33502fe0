/** Parts of a model as nested objects in Keras's files; read back in `saving/`. */

/** What can be written: layers, initializers, losses, optimizers, … */
export interface Serializable {
  /** Keras's class name, as files hold it. */
  readonly className: string;
  /** Keras's public path of the module that has the class: `keras.layers`. */
  readonly kerasModule?: string;
  getConfig(): Record<string, unknown>;
}

/** A part as Keras 3 writes it. */
export interface SerializedObject {
  readonly module: string | null;
  readonly class_name: string;
  readonly config: Record<string, unknown>;
  /** Under which name a class that is not Keras's must be given when the file is read. */
  readonly registered_name: string | null;
}

/** A part's class and configuration. */
export function serializeObject(part: Serializable): SerializedObject {
  const config = part.getConfig();
  if (isLibraryClass(part)) return { module: part.kerasModule ?? null, class_name: part.className, config, registered_name: null };
  const name = Object.hasOwn(part, 'className') ? part.className : part.constructor.name;
  return { module: null, class_name: name, config, registered_name: name };
}

/** The same where a part may be missing: null then. */
export function serializeOptional(part: Serializable | undefined): SerializedObject | null {
  return part === undefined ? null : serializeObject(part);
}

/** The type that all weights and outputs have, in the form that layers' configurations hold. */
export function dtypePolicy(): SerializedObject {
  return { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' }, registered_name: null };
}

/** Classes of the library name themselves; one that extends them without doing so is a user's. */
function isLibraryClass(part: Serializable): boolean {
  return Object.hasOwn(Object.getPrototypeOf(part), 'className');
}
