import type { Source } from '../text/index.ts';
import { YamlContext } from './yaml-context.ts';
import { readDirectly } from './yaml-direct.ts';
import { readByLibrary } from './yaml-library.ts';
import type { YamlComment, YamlFile } from './yaml-tree.ts';

/**
 * A YAML text as a tree, with its comments and problems. Never throws; takes linear time.
 * The usual forms are read directly; what is unusual or wrong goes to the `yaml` package, an entry alone where that can be.
 * `previous`, the tree of the text's last version, is there for a reader that takes over what did not change.
 */
export function parseYaml(source: Source, _previous?: YamlFile): YamlFile {
  const context = new YamlContext(source);
  const direct = readDirectly(context);
  return direct ? { source, ...direct, problems: context.problems() } : parseByLibrary(source);
}

/** The same by the `yaml` package alone: slower, and what the direct reader is measured against. */
export function parseByLibrary(source: Source): YamlFile {
  const context = new YamlContext(source);
  const comments: YamlComment[] = [];
  const documents = readByLibrary(context, comments);
  return { source, documents, comments, problems: context.problems() };
}
