/** Lists of text among a group's attributes, cut into parts where HDF5 limits their size as Keras does. Used by `legacyH5.ts`. */
import { type H5Group, unreadable } from './h5.ts';
import { byteLength } from './h5Writer.ts';

/** Bytes of an attribute beyond which Keras cuts it. */
const LIMIT = 64512;

/** Sets the attribute `name`, or `name0`, `name1`, … when the list is too long for one. */
export function writeTexts(group: H5Group, name: string, texts: readonly string[]): void {
  const width = Math.max(1, ...texts.map(byteLength));
  const perPart = Math.max(1, Math.floor(LIMIT / width));
  if (texts.length <= perPart) {
    group.attributes.set(name, texts);
    return;
  }
  for (let part = 0; part * perPart < texts.length; part++) {
    group.attributes.set(`${name}${part}`, texts.slice(part * perPart, (part + 1) * perPart));
  }
}

/** The whole list. Throws FileFormatError when there is none. `place` is where the group lies. */
export function readTexts(path: string, place: string, group: H5Group, name: string): readonly string[] {
  const whole = group.attributes.get(name);
  if (isTexts(whole)) return whole;
  const parts: string[] = [];
  for (let part = 0; group.attributes.has(`${name}${part}`); part++) {
    const texts = group.attributes.get(`${name}${part}`);
    if (isTexts(texts)) parts.push(...texts);
  }
  if (parts.length > 0) return parts;
  throw unreadable(path, place, `has no list ${name}`, 'it must be a file that Keras or this library wrote');
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}
