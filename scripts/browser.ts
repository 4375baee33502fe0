// Finds a browser with WebGPU and starts it; packagedBrowser.ts unpacks the one from npm when the machine has none.
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import puppeteer, { type Browser, type LaunchOptions } from 'puppeteer';
import { hasPackagedBrowser, unpackBrowser } from './packagedBrowser.ts';

/** A browser that was found: what to run, with which arguments and environment, and a name for messages. */
export interface FoundBrowser {
  executablePath: string;
  args: string[];
  /** Variables to add to the environment of the browser alone. */
  env?: Record<string, string>;
  /** `'shell'` where the executable has no window to show. */
  headless: true | 'shell';
  name: string;
}

/** Returns the first of: `CHROME`, an installed Chrome or Chromium, puppeteer's own, the one packed in `@sparticuz/chromium`; an Error says how to get one. */
export async function findBrowser(): Promise<FoundBrowser> {
  const executablePath = fromEnvironment() ?? installed() ?? downloaded();
  if (executablePath) return describe(executablePath);
  if (!hasPackagedBrowser()) throw new Error(`Cannot find a browser: ${missing()}`);
  const packed = await unpackBrowser();
  return { ...packed, args: browserArguments(), headless: 'shell', name: 'Chromium from @sparticuz/chromium' };
}

/** Starts the browser that `findBrowser` returns; puppeteer's options win over what was found, `args` are added. */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const { executablePath, args, env, headless, name } = await findBrowser();
  if (options.headless === false && headless === 'shell') {
    throw new Error(`Cannot open a window: ${name} has none, a Chrome or Chromium must be installed or named by CHROME`);
  }
  return puppeteer.launch({
    executablePath,
    headless,
    ...options,
    args: [...args, ...(options.args ?? [])],
    env: { ...process.env, ...env, ...options.env },
  });
}

function fromEnvironment(): string | undefined {
  const path = process.env.CHROME;
  if (!path) return undefined;
  if (!isExecutable(path)) throw new Error(`Cannot use CHROME: ${path} is no program, it must be the path of a Chrome or Chromium`);
  return path;
}

function installed(): string | undefined {
  const onPath = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const names = process.platform === 'win32' ? ['chrome.exe', 'chromium.exe'] : UNIX_NAMES;
  const candidates = [...usualPlaces(), ...names.flatMap((name) => onPath.map((folder) => join(folder, name)))];
  return candidates.find(isExecutable);
}

const UNIX_NAMES = ['google-chrome-stable', 'google-chrome', 'chrome', 'chromium', 'chromium-browser'];

function usualPlaces(): string[] {
  if (process.platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Google Chrome Canary'].map((app) => `Applications/${app}.app/Contents/MacOS/${app}`);
    return apps.flatMap((app) => [join('/', app), join(homedir(), app)]);
  }
  if (process.platform === 'win32') {
    const roots = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].filter(
      (root) => root !== undefined,
    );
    return roots.flatMap((root) => ['Google\\Chrome', 'Chromium'].map((product) => join(root, product, 'Application', 'chrome.exe')));
  }
  return ['/opt/google/chrome/chrome', '/usr/bin/chromium', '/usr/lib/chromium/chromium', '/snap/bin/chromium'];
}

function downloaded(): string | undefined {
  return (['chrome', 'shell'] as const).map(puppeteerPath).find((path) => path !== undefined && isExecutable(path));
}

function puppeteerPath(kind: 'chrome' | 'shell'): string | undefined {
  try {
    return puppeteer.executablePath(kind === 'shell' ? { headless: 'shell' } : {});
  } catch {
    return undefined; // nothing in puppeteer's cache
  }
}

function describe(executablePath: string): FoundBrowser {
  const shell = /headless[-_]shell/.test(basename(executablePath));
  return { executablePath, args: browserArguments(), headless: shell ? 'shell' : true, name: executablePath };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return existsSync(path) && statSync(path).isFile();
  } catch {
    return false;
  }
}

function browserArguments(): string[] {
  if (process.platform !== 'linux') return ARGUMENTS;
  const vulkan = [...ARGUMENTS, '--enable-features=Vulkan']; // the way to a real GPU here; SwiftShader runs the same with it
  return process.getuid?.() === 0 ? [...vulkan, '--no-sandbox'] : vulkan; // root cannot use Chromium's sandbox
}

const ARGUMENTS = [
  '--enable-unsafe-webgpu',
  // Nothing leaves this machine: no name but the local ones is resolved, and no proxy is asked instead.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]',
  '--no-proxy-server',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--no-default-browser-check',
  '--no-pings',
  // Without a locale in the environment pages would see en-US@posix, which is no language that Intl knows.
  '--accept-lang=en-US',
  // A container's /dev/shm is often too small for the renderer.
  '--disable-dev-shm-usage',
];

function missing(): string {
  return [
    `no Chrome or Chromium is installed on this ${process.platform} ${process.arch} machine, one must be:`,
    'install Chrome or Chromium (Debian and Ubuntu: `apt-get install chromium`, macOS: `brew install --cask google-chrome`),',
    'or run `npx puppeteer browsers install chrome`, or set CHROME to the path of one',
  ].join(' ');
}
