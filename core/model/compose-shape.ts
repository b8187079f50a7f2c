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
  return [...sections(file), ...services(file), ...variables(file.yaml.documents[0])];
}

function sections(file: ComposeFile): readonly Problem[] {
  return ['services', 'volumes', 'networks', 'secrets', 'configs'].flatMap((name) => {
    const entry = file.entry(name);
    return entry ? wrongKind(entry, ['map'], `"${name}"`) : [];
  });
}

function services(file: ComposeFile): readonly Problem[] {
  return file.services.flatMap((service) => {
    const node = resolveAlias(service.value);
    const name = service.key.text;
    if (name === '<<') return [];
    if (node?.kind !== 'map') return wrongKind(service, ['map'], `Service "${name}"`);
    return node.entries.flatMap((entry) => {
      const kinds = attributes.get(entry.key.text);
      return kinds ? wrongKind(entry, kinds, `"${entry.key.text}" of service "${name}"`) : [];
    });
  });
}

function wrongKind(entry: YamlEntry, kinds: readonly Kind[], what: string): readonly Problem[] {
  const node = resolveAlias(entry.value);
  if (
    !node ||
    kinds.includes(node.kind) ||
    (node.kind === 'scalar' && node.value === null) ||
    node.tag === '!reset'
  )
    return [];
  const wanted = kinds.map((kind) => words[kind]).join(' or ');
  // A value that an alias brings is right where it was written; wrong is the alias.
  const at = entry.value?.kind === 'alias' ? entry.value.span : node.span;
  return [
    {
      span: firstLine(at),
      message: `${what} must be ${wanted}, but is ${words[node.kind]}: Compose refuses the file.`,
    },
  ];
}

/** Each `$` that Compose takes for a variable and cannot read. Aliased nodes are looked at where they are written. */
function variables(root: YamlNode | undefined): readonly Problem[] {
  const problems: Problem[] = [];
  for (const scalar of scalarsOf(root)) {
    if (!scalar.text.includes('$')) continue;
    const base = verbatimStart(scalar);
    for (const offset of interpolate(scalar.text, new Map()).invalid) {
      const at =
        base === undefined ? scalar.span : span(scalar.span.source, base + offset, base + offset + 1);
      problems.push({
        span: firstLine(at),
        message:
          'This "$" begins no variable that Compose can read: it refuses the file. A "$" meant as such is written "$$".',
      });
      if (base === undefined) break;
    }
  }
  return problems;
}

/** Every scalar value of a tree, keys excluded, aliases not followed. */
export function* scalarsOf(node: YamlNode | undefined): Generator<YamlScalar> {
  const stack: YamlNode[] = node ? [node] : [];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (top.kind === 'scalar') yield top;
    else if (top.kind === 'sequence')
      for (let i = top.items.length - 1; i >= 0; i--) stack.push(top.items[i]!);
    else if (top.kind === 'map') {
      for (let i = top.entries.length - 1; i >= 0; i--) {
        const { value } = top.entries[i]!;
        if (value) stack.push(value);
      }
    }
  }
}
