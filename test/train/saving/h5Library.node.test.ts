import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.doUnmock('h5wasm');
  vi.resetModules();
});

async function rejection(make: () => object): Promise<string> {
  vi.resetModules();
  vi.doMock('h5wasm', make);
  const { h5Library } = await import('../../../src/train/saving/h5Library.ts');
  return h5Library().then(
    () => 'it ran',
    (error: unknown) => String(error),
  );
}

test('h5Library() tells how to install the package where it is missing', async () => {
  const missing = () => {
    throw new Error("Cannot find package 'h5wasm'");
  };
  expect(await rejection(missing)).toBe(
    'FileFormatError: Cannot use .h5 files: the package h5wasm could not be loaded, install it with: npm install h5wasm',
  );
});

test('h5Library() tells why the package did not start', async () => {
  const failing = () => ({ ready: Promise.reject(new Error('out of memory')), File: class {} });
  expect(await rejection(failing)).toBe('FileFormatError: Cannot use .h5 files: h5wasm did not start (Error: out of memory)');
  const forbidden = () => ({
    ready: Promise.reject(new Error('Aborted(CompileError: WebAssembly.instantiate() is disallowed)')),
    File: class {},
  });
  expect(await rejection(forbidden)).toContain("'wasm-unsafe-eval'");
});
