import { listFiles } from '../host/list.ts';
import { filesAbove } from '../host/load.ts';
import { factsOf } from '../host/path.ts';
import { readText } from '../host/read.ts';
import { type Files, nothingListed } from './files.ts';

/** Files of this machine's disk. */
export const diskFiles: Files = {
  async list(path, limit) {
    const facts = factsOf(path);
    if (!facts) return nothingListed;
    if (!facts.isDirectory()) return { ...nothingListed, paths: [path] };
    const { roots, paths, aliases, problems } = listFiles([path], limit === undefined ? {} : { limit });
    return { paths, aliases, problems, whole: roots.length > 0 };
  },
  async read(path) {
    const result = readText(path);
    return result && 'unreadable' in result ? { problem: result.unreadable } : result;
  },
  above: filesAbove,
};
