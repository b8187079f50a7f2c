import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** Files that are kept: a cache and its count, of the command line and of the server, for this many versions of Node and Seaworthy. */
const kept = 2 * 2 * 4;

/**
 * Run a CommonJS file with what V8 made of it the last time, which spares a start most of its compiling.
 * Node's own compile cache keeps only what the very first run happened to compile; here later runs add to it.
 * Everything around the cache may fail: then the file is compiled as always.
 * @param file absolute path, its text ASCII. @param load its `require`. @returns what it exports.
 */
export function runCached(file: string, load: NodeJS.Require): unknown {
  // A string of single bytes is read and compiled faster, and esbuild escapes everything else.
  const source = readFileSync(file, 'latin1');
  const cache = cacheFile(file, source.length);
  const cachedData = cache === undefined ? undefined : readCache(cache);
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
  const script = new Script(wrapped, { filename: file, cachedData });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, load, module, file, dirname(file));
  if (cache !== undefined) {
    const rejected = cachedData === undefined || script.cachedDataRejected === true;
    process.once('exit', () => {
      if (countRun(cache, rejected)) writeCache(cache, script.createCachedData());
    });
  }
  return module.exports;
}

/**
 * Count a run in a file that grows by a byte each time. Every run compiles a little that the ones before had no use for:
 * the 1st, 2nd, 4th, 8th … are worth the few milliseconds that writing it down takes.
 */
function countRun(cache: string, first: boolean): boolean {
  const counter = `${cache}.runs`;
  try {
    if (first) {
      mkdirSync(dirname(cache), { recursive: true, mode: 0o700 });
      writeFileSync(counter, '.');
      return true;
    }
    appendFileSync(counter, '.');
    const runs = statSync(counter).size;
    return (runs & (runs - 1)) === 0;
  } catch {
    return false;
  }
}

/** Where the cache of a file belongs; undefined where there is to be none. V8 itself refuses another version's. */
function cacheFile(file: string, length: number): string | undefined {
  const { NODE_DISABLE_COMPILE_CACHE, XDG_CACHE_HOME, LOCALAPPDATA, HOME } = process.env;
  const home = XDG_CACHE_HOME || LOCALAPPDATA || (HOME && join(HOME, '.cache'));
  if (NODE_DISABLE_COMPILE_CACHE || !home) return undefined;
  try {
    const stamp = Math.trunc(statSync(file).mtimeMs).toString(36);
    return join(
      home,
      'seaworthy',
      `${process.versions.v8}-${process.arch}-${length.toString(36)}-${stamp}.code`,
    );
  } catch {
    return undefined;
  }
}

function readCache(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function writeCache(path: string, data: Buffer): void {
  const temporary = `${path}.${process.pid}`;
  try {
    // Code that is run: nobody else may write it.
    writeFileSync(temporary, data, { mode: 0o600, flag: 'wx' });
    renameSync(temporary, path);
    prune(dirname(path));
  } catch {
    rmSync(temporary, { force: true });
  }
}

function prune(folder: string): void {
  const files = readdirSync(folder).map((name) => join(folder, name));
  const newest = files
    .map((path) => ({ path, time: statSync(path).mtimeMs }))
    .sort((a, b) => b.time - a.time);
  for (const { path } of newest.slice(kept)) rmSync(path, { force: true });
}
