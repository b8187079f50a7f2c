import { closest, defineRule, type Fix, skip, type YamlEntry, type YamlMap } from '../../core/rule.ts';
import { type ComposeMapKind, composeKeys, isComposeKey } from '../facts/compose-keys.ts';

/** Which maps a map of a kind holds, by key; `*`: under any name. */
const inner: Partial<Record<ComposeMapKind, Readonly<Record<string, ComposeMapKind>>>> = {
  service: { build: 'build', deploy: 'deploy', healthcheck: 'healthcheck', logging: 'logging' },
  deploy: { resources: 'resources', restart_policy: 'restart_policy' },
  resources: { limits: 'limits', reservations: 'reservations' },
};
const sections: Readonly<Record<string, ComposeMapKind>> = {
  services: 'service',
  networks: 'network',
  volumes: 'volume',
  secrets: 'secret',
  configs: 'config',
};

interface UnknownKey {
  readonly entry: YamlEntry;
  readonly map: YamlMap;
  readonly kind: ComposeMapKind;
}

export default defineRule({
  id: 'compose/unknown-key',
  title: 'Key that the Compose specification does not have',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Correct the key, or let it begin with `x-` where it is your own.',
  rationale:
    'Compose refuses a file with keys that it does not know. Most are slips of the pen, and what they were meant to say is not in force.',
  references: [
    'https://docs.docker.com/reference/compose-file/',
    'https://docs.docker.com/reference/compose-file/extension/',
  ],
  catalogue: ['compose/unknown-key'],
  on: 'compose',
  bad: `services:
  web:
    image: team/web:2.1
    enviroment:
      PORT: 8080
`,
  good: `services:
  web:
    image: team/web:2.1
    environment:
      PORT: 8080
`,
  *check({ file }) {
    if (!file.root) return skip;
    for (const { entry, map, kind } of unknownKeys(file.root)) {
      const name = entry.key.text;
      const meant = closest(name, composeKeys(kind));
      const fix = meant === undefined ? undefined : rename(entry, map, meant);
      yield {
        at: entry.key.span,
        message: `The Compose specification has no "${name}" here: Compose refuses the file.${fix ? ` "${meant}" is near.` : ''}`,
        ...(fix && { fix }),
      };
    }
  },
});

function* unknownKeys(root: YamlMap): Generator<UnknownKey> {
  yield* inMap(root, 'file');
  for (const [section, kind] of Object.entries(sections)) {
    const map = root.entries.find((entry) => entry.key.text === section)?.value;
    for (const { key, value } of map?.kind === 'map' ? map.entries : [])
      if (key.text !== '<<' && !key.text.startsWith('x-') && value?.kind === 'map') yield* inMap(value, kind);
  }
}

function* inMap(map: YamlMap, kind: ComposeMapKind): Generator<UnknownKey> {
  const known = isComposeKey[kind];
  for (const entry of map.entries) {
    const { text } = entry.key;
    const below = inner[kind]?.[text];
    if (below && entry.value?.kind === 'map') yield* inMap(entry.value, below);
    if (!known.has(text) && text !== '<<' && !text.startsWith('x-') && !text.includes('$'))
      yield { entry, map, kind };
  }
}

function rename({ key }: YamlEntry, map: YamlMap, meant: string): Fix | undefined {
  if (map.entries.some((entry) => entry.key.text === meant)) return undefined;
  return { title: `Write "${meant}"`, safety: 'safe', edits: [{ span: key.span, text: meant }] };
}
