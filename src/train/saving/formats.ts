/** The file formats, chosen by the extension; each is one file in this folder. Used by `saveModel.ts` and `loadModel.ts`. */
import type { FileFormat } from './fileFormat.ts';
import { legacyH5 } from './legacyH5.ts';
import { weightsH5 } from './weightsH5.ts';

/** Longer extensions first. */
const FORMATS = [weightsH5, legacyH5];

/** The format that a path's extension means. Throws RangeError for others. */
export function formatOf(path: string): FileFormat {
  const format = FORMATS.find(({ extensions }) => extensions.some((extension) => path.endsWith(extension)));
  if (format) return format;
  throw new RangeError(`Cannot use the path ${path}: its extension is unknown, it must be ${known(FORMATS)}`);
}

/** The format of a path, which must hold `what`. Throws RangeError for others. */
export function formatFor(what: FileFormat['holds'], path: string): FileFormat {
  const format = formatOf(path);
  if (format.holds === what) return format;
  const fitting = known(FORMATS.filter(({ holds }) => holds === what));
  throw new RangeError(
    `Cannot use the path ${path}: such files are not for ${what === 'model' ? 'whole models' : 'weights alone'}, it must end in ${fitting}`,
  );
}

function known(formats: readonly FileFormat[]): string {
  return formats.flatMap(({ extensions }) => extensions).join(' or ');
}
