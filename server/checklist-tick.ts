import {
  type ChecklistEntry,
  type Edit,
  joinPath,
  type ProjectReader,
  removeYaml,
  setYaml,
} from '../core/index.ts';
import { span } from '../core/text/index.ts';

export interface TickInput {
  readonly id: string;
  readonly by: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
}

/**
 * The edits that remember a tick in the `.seaworthy.yaml` of a deployment's folder, which is made where it is not there:
 * what was made sure of for one deployment says nothing of those elsewhere.
 * @param folder the deployment's.
 * @returns undefined where the configuration's form leaves no place for it.
 */
export function tickEdits(
  { id, by, date }: TickInput,
  folder: string,
  files: ProjectReader,
): readonly Edit[] | undefined {
  const path = ['.seaworthy.yaml', '.seaworthy.yml']
    .map((name) => joinPath(folder, name))
    .find((one) => files.yaml(one) !== undefined);
  const written = `checklist:\n  ${id}:\n    by: ${JSON.stringify(by)}\n    date: ${date}\n`;
  if (path === undefined) {
    const fresh = joinPath(folder, '.seaworthy.yaml');
    return [{ create: fresh, text: written }];
  }
  const yaml = files.yaml(path)!;
  const root = yaml.documents[0];
  if (root?.kind === 'map') return setYaml(root, ['checklist', id], { by, date: { raw: date } });
  if (root && !(root.kind === 'scalar' && root.value === null)) return undefined;
  const { source } = yaml;
  const end = source.text.length;
  const apart = end > 0 && !source.text.endsWith('\n') ? source.eol : '';
  return [{ span: span(source, end, end), text: apart + written.replaceAll('\n', source.eol) }];
}

/** The edits that take a tick back; undefined where it is not written as a key of a map. */
export function untickEdits(entry: ChecklistEntry, files: ProjectReader): readonly Edit[] | undefined {
  const path = entry.tick?.span.source.path;
  const root = path === undefined ? undefined : files.yaml(path)?.documents[0];
  if (root?.kind !== 'map') return undefined;
  const list = root.entries.find(({ key }) => key.text === 'checklist')?.value;
  if (list?.kind !== 'map') return undefined;
  return list.entries.length === 1 ? removeYaml(root, 'checklist') : removeYaml(list, entry.id);
}
