/** What to tell somebody whose browser lacks WebGPU or only has a slow one; shown by `notice.ts`. */

/** What is known of the browser. */
export interface Circumstances {
  readonly userAgent: string;
  /** Whether the page came over https or from this machine. */
  readonly isSecure: boolean;
  /** Whether `navigator.gpu` is there. */
  readonly hasWebGpu: boolean;
}

/** A headline and what to do. */
export interface Advice {
  readonly title: string;
  readonly text: string;
}

const BROWSERS = 'Chrome or Edge 113 or newer, Safari 26 or newer, or Firefox 141 or newer';

/** Why there is no GPU, and the next step for this very browser. */
export function adviseWithoutGpu({ userAgent, isSecure, hasWebGpu }: Circumstances): Advice {
  if (!isSecure)
    return {
      title: 'This page needs a secure address',
      text: 'Browsers offer WebGPU only over https or on localhost. Open the page at such an address.',
    };
  if (hasWebGpu) return { title: 'The browser found no GPU', text: turnOn(userAgent) };
  return { title: 'This browser has no WebGPU', text: update(userAgent) };
}

/** What somebody can do whose browser computes on the CPU. */
export function adviseOnSoftware(userAgent: string): Advice {
  return {
    title: 'Training will run on the CPU',
    text: `The browser offers a software adapter, which works but is slow, so fewer images are chosen. ${turnOn(userAgent)}`,
  };
}

function turnOn(userAgent: string): string {
  if (isFirefox(userAgent)) return `Set dom.webgpu.enabled to true in about:config and restart Firefox, or open the page in ${BROWSERS}.`;
  const settings = 'Turn on “Use graphics acceleration when available” in the browser’s system settings and restart the browser.';
  if (!/Linux/.test(userAgent) || /Android/.test(userAgent)) return settings;
  return `${settings} On Linux, also enable chrome://flags/#enable-unsafe-webgpu and chrome://flags/#enable-vulkan.`;
}

function update(userAgent: string): string {
  if (isFirefox(userAgent)) return `Update Firefox to 141 or newer, or open the page in ${BROWSERS}.`;
  if (/(Chrome|Chromium|Edg)\/\d/.test(userAgent))
    return `Update it to version 113 or newer. On Linux, enable chrome://flags/#enable-unsafe-webgpu and restart it. Otherwise use ${BROWSERS}.`;
  if (/Safari\//.test(userAgent))
    return 'Update to Safari 26 or newer, which comes with macOS 26 and iOS 26, or use Chrome or Edge 113 or newer on a computer.';
  return `Open the page in ${BROWSERS}.`;
}

function isFirefox(userAgent: string): boolean {
  return /Firefox\//.test(userAgent);
}
