import type { ComposeProject } from '../../core/model/compose.ts';
import { readComposeFile } from '../../core/model/compose-file.ts';
import { resolveCompose } from '../../core/model/compose-project.ts';
import { parseYaml } from '../../core/parse/yaml.ts';
import { Source } from '../../core/text/index.ts';

/** A Compose project from texts by path. @param main paths of its own files, base first; the others are there to be included or extended. */
export function readCompose(
  files: Readonly<Record<string, string>>,
  main: readonly string[] = [Object.keys(files)[0]!],
  variables: Readonly<Record<string, string>> = {},
  envFiles: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): ComposeProject {
  const parsed = new Map(
    Object.entries(files).map(([path, text]) => [path, readComposeFile(parseYaml(new Source(path, text)))]),
  );
  return resolveCompose(
    main.map((path) => parsed.get(path)!),
    {
      file: (path) => parsed.get(path),
      variables: new Map(Object.entries(variables)),
      envFile: (path) => envFiles[path] && new Map(Object.entries(envFiles[path])),
    },
  );
}
