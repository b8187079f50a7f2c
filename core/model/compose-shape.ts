import type { YamlEntry, YamlNode, YamlScalar } from '../parse/yaml-tree.ts';
import { firstLine, type Problem, span } from '../text/index.ts';
import type { ComposeFile } from './compose.ts';
import { interpolate, verbatimStart } from './interpolate.ts';
import { resolveAlias } from './yaml-merge.ts';

type Kind = Exclude<YamlNode['kind'], 'alias'>;

const words: Readonly<Record<Kind, string>> = { map: 'a map', sequence: 'a list', scalar: 'a single value' };

/** What a service's attributes may be (schema/compose-spec.json of the Compose specification); what is not here is not looked at. */
const attributes: ReadonlyMap<string, readonly Kind[]> = new Map<string, readonly Kind[]>([
  ...[
    'deploy',
    'healthcheck',
    'logging',
    'blkio_config',
    'credential_spec',
    'develop',
    'storage_opt',
    'ulimits',
  ].map((name) => [name, ['map']] as const),
  ...[
    'ports',
    'volumes',
    'secrets',
    'configs',
    'expose',
    'cap_add',
    'cap_drop',
    'devices',
    'security_opt',
    'profiles',
    'links',
    'external_links',
    'volumes_from',
    'group_add',
  ].map((name) => [name, ['sequence']] as const),
  ...['environment', 'labels', 'annotations', 'sysctls', 'extra_hosts', 'networks', 'depends_on'].map(
    (name) => [name, ['map', 'sequence']] as const,
  ),
  ...['command', 'entrypoint', 'env_file', 'tmpfs', 'dns', 'dns_search'].map(
    (name) => [name, ['scalar', 'sequence']] as const,
  ),
  ...['build', 'extends'].map((name) => [name, ['scalar', 'map']] as const),
  ...[
    'image',
    'restart',
    'user',
    'container_name',
    'hostname',
    'network_mode',
    'working_dir',
    'privileged',
    'read_only',
    'init',
    'mem_limit',
    'cpus',
    'pid',
    'ipc',
    'stop_signal',
    'stop_grace_period',
  ].map((name) => [name, ['scalar']] as const),
]);

/** Well-formed YAML that Compose refuses all the same, by its shape alone; the certain and common cases. */
export function refusedByCompose(file: ComposeFile): readonly Problem[] {
  const document = resolveAlias(file.yaml.documents[0]);
  if (document === undefined || (document.kind === 'scalar' && document.value === null)) return [];
  if (document.kind !== 'map') {
    return [
      {
        span: firstLine(document.span),
        message: `A Compose file is a map of "services", "volumes" …; this one is ${words[document.kind]}.`,
      },
    ];
  }
  const problems: Problem[] = [];
  sections(file, problems);
  services(file, problems);
  variables(file.yaml.documents[0], problems);
  return problems;
}

function sections(file: ComposeFile, problems: Problem[]): void {
  for (const name of ['services', 'volumes', 'networks', 'secrets', 'configs']) {
    const entry = file.entry(name);
    const kind = entry && wrongKind(entry, mapOnly);
    if (entry && kind) problems.push(refusal(entry, kind, mapOnly, `"${name}"`));
  }
}

function services(file: ComposeFile, problems: Problem[]): void {
  for (const service of file.services) {
    const name = service.key.text;
    const kind = name === '<<' ? undefined : wrongKind(service, mapOnly);
    if (kind) problems.push(refusal(service, kind, mapOnly, `Service "${name}"`));
    const node = name === '<<' ? undefined : resolveAlias(service.value);
    if (node?.kind !== 'map') continue;
    for (const entry of node.entries) {
      const kinds = attributes.get(entry.key.text);
      const wrong = kinds && wrongKind(entry, kinds);
      if (wrong) problems.push(refusal(entry, wrong, kinds, `"${entry.key.text}" of service "${name}"`));
    }
  }
}

const mapOnly: readonly Kind[] = ['map'];

/** What a value is, where it is none of the kinds. Null and `!reset` stand for no value. */
function wrongKind(entry: YamlEntry, kinds: readonly Kind[]): Kind | undefined {
  const node = resolveAlias(entry.value);
  if (!node || kinds.includes(node.kind) || node.tag === '!reset') return undefined;
  return node.kind === 'scalar' && node.value === null ? undefined : node.kind;
}

function refusal(entry: YamlEntry, kind: Kind, kinds: readonly Kind[], what: string): Problem {
  const wanted = kinds.map((one) => words[one]).join(' or ');
  // A value that an alias brings is right where it was written; wrong is the alias.
  const at = entry.value?.span ?? entry.span;
  return {
    span: firstLine(at),
    message: `${what} must be ${wanted}, but is ${words[kind]}: Compose refuses the file.`,
  };
}

const nothing: ReadonlyMap<string, string> = new Map();

/** Each `$` that Compose takes for a variable and cannot read. Aliased nodes are looked at where they are written. */
function variables(root: YamlNode | undefined, problems: Problem[]): void {
  eachScalar(root, (scalar) => {
    if (!scalar.text.includes('$')) return;
    const base = verbatimStart(scalar);
    for (const offset of interpolate(scalar.text, nothing).invalid) {
      const at =
        base === undefined ? scalar.span : span(scalar.span.source, base + offset, base + offset + 1);
      problems.push({
        span: firstLine(at),
        message:
          'This "$" begins no variable that Compose can read: it refuses the file. A "$" meant as such is written "$$".',
      });
      if (base === undefined) break;
    }
  });
}

/** Call `visit` with every scalar value of a tree, keys excluded, aliases not followed. The parser bounds the depth. */
export function eachScalar(node: YamlNode | undefined, visit: (scalar: YamlScalar) => void): void {
  if (node === undefined) return;
  if (node.kind === 'scalar') visit(node);
  else if (node.kind === 'sequence') for (const item of node.items) eachScalar(item, visit);
  else if (node.kind === 'map') for (const entry of node.entries) eachScalar(entry.value, visit);
}
