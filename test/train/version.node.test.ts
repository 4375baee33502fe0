import { expect, it } from 'vitest';
import { version } from '../../package.json';
import { VERSION } from '../../src/train/version.ts';

it('VERSION is that of the package', () => expect(VERSION).toBe(version));
