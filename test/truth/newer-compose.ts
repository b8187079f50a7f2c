import { isMap, isScalar, isSeq, parseDocument, visit, type YAMLMap } from 'yaml';

/**
 * Keys of the Compose specification that docker-compose 1.29 does not know, by where they stand (`*` for any name), with the version of Compose that
 * brought them. From the specification and the release notes of Compose, July 2026.
 */
export const newerKeys: Readonly<Record<string, string>> = {
  name: '2.3.3',
  include: '2.20.0',
  models: '2.38.0',
  'services.*.annotations': '2.17.0',
  'services.*.attach': '2.20.0',
  'services.*.develop': '2.22.0',
  'services.*.gpus': '2.30.0',
  'services.*.post_start': '2.30.0',
  'services.*.pre_stop': '2.30.0',
  'services.*.provider': '2.36.0',
  'services.*.use_api_socket': '2.37.0',
  'services.*.build.additional_contexts': '2.17.0',
  'services.*.build.dockerfile_inline': '2.17.0',
  'services.*.build.secrets': '2.6.0',
  'services.*.build.ssh': '2.1.0',
  'services.*.build.tags': '2.6.0',
  'services.*.build.platforms': '2.11.0',
  'services.*.deploy.resources.limits.pids': '2.3.0',
  'services.*.depends_on.*.required': '2.20.0',
  'services.*.depends_on.*.restart': '2.17.0',
  'services.*.healthcheck.start_interval': '2.20.2',
  'secrets.*.environment': '2.6.0',
  'configs.*.content': '2.23.1',
  'configs.*.environment': '2.23.1',
};

export interface Older {
  readonly text: string;
  /** `name (2.3.3)`. */
  readonly newer: readonly string[];
}

/** A Compose file without the keys that docker-compose 1.29 does not know, without `!reset` and `!override`, and with long `env_file` made short. */
export function withoutNewerKeys(text: string): Older {
  const document = parseDocument(text, { logLevel: 'silent' });
  if (document.errors.length > 0 || !isMap(document.contents)) return { text, newer: [] };
  const newer: string[] = [];
  const root = document.contents;
  for (const [path, since] of Object.entries(newerKeys)) {
    if (removeKey(root, path.split('.'))) newer.push(`${path} (${since})`);
  }
  visit(document, {
    Node(_, node) {
      if (node.tag !== '!reset' && node.tag !== '!override') return;
      newer.push(`${node.tag} (2.24.4)`);
      delete node.tag;
    },
    Pair(_, { key, value }) {
      if (!isScalar(key) || key.value !== 'env_file' || !isSeq(value)) return;
      for (const [at, item] of value.items.entries()) {
        if (!isMap(item)) continue;
        newer.push('services.*.env_file.*.path (2.24.0)');
        value.items[at] = item.get('path', true);
      }
    },
  });
  return newer.length === 0 ? { text, newer } : { text: document.toString(), newer };
}

/** @returns whether it was there. */
function removeKey(map: YAMLMap, path: readonly string[]): boolean {
  const [first, ...rest] = path;
  if (rest.length === 0) return map.delete(first!);
  const inner = first === '*' ? map.items.map((pair) => pair.value) : [map.get(first!, true)];
  return inner.filter((value) => isMap(value) && removeKey(value, rest)).length > 0;
}
