import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, resolve, sep } from 'node:path';

export interface StaticFiles {
  readonly server: Server;
  /** The address of a file or folder below one of the served ones. */
  url(path: string): string;
}

/** Serves folders over HTTP, as a web page's extension host loads its extensions and tests. */
export async function serveFolders(folders: readonly string[]): Promise<StaticFiles> {
  const served = folders.map((folder) => resolve(folder) + sep);
  const server = createServer((request, response) => {
    const path = resolve(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname));
    const allowed = served.some((folder) => path.startsWith(folder));
    (allowed ? readFile(path) : Promise.reject(new Error('It is not served.'))).then(
      (bytes) => {
        const type = types[extname(path)] ?? 'application/octet-stream';
        response.writeHead(200, { 'Content-Type': type, 'Access-Control-Allow-Origin': '*' }).end(bytes);
      },
      () => response.writeHead(404, { 'Access-Control-Allow-Origin': '*' }).end(),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { server, url: (path) => `http://127.0.0.1:${port}${resolve(path)}` };
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
};
