/** Fetches the files that the examples read, from where the server of the demo has them. */

/** The file `data/<path>` beside the page. Throws Error when the server has none. */
export async function loadFile(path: string): Promise<Response> {
  const response = await fetch(new URL(`data/${path}`, document.baseURI));
  if (response.ok) return response;
  throw new Error(`Cannot load ${path}: the server answered ${response.status}, it must have the files of the example`);
}
