import { isCollection, isMap, isScalar, isSeq, parseDocument, visit } from 'yaml';

/**
 * Keys that the Compose specification's schema has and docker-compose 1.29's does not, by where they stand (`*` for any name or item).
 * Found by comparing the two schemas: compose-go's as of 2026-07-21 and `compose/config/compose_spec.json` of Debian's docker-compose 1.29.2.
 */
const newerKeys = `
  configs.*.content configs.*.environment include models name networks.*.enable_ipv4 secrets.*.environment
  services.*.annotations services.*.attach services.*.build.additional_contexts services.*.build.cache_to services.*.build.dockerfile_inline
  services.*.build.entitlements services.*.build.no_cache services.*.build.no_cache_filter services.*.build.platforms services.*.build.privileged
  services.*.build.provenance services.*.build.pull services.*.build.sbom services.*.build.secrets services.*.build.ssh services.*.build.tags
  services.*.build.ulimits services.*.cgroup services.*.depends_on.*.required services.*.depends_on.*.restart
  services.*.deploy.resources.limits.pids services.*.develop services.*.gpus services.*.healthcheck.start_interval services.*.label_file
  services.*.models services.*.networks.*.driver_opts services.*.networks.*.gw_priority services.*.networks.*.interface_name
  services.*.networks.*.mac_address services.*.ports.*.app_protocol services.*.ports.*.host_ip services.*.ports.*.name services.*.post_start
  services.*.pre_start services.*.pre_stop services.*.provider services.*.pull_refresh_after services.*.use_api_socket services.*.uts
  services.*.volumes.*.bind.create_host_path services.*.volumes.*.bind.recursive services.*.volumes.*.bind.selinux services.*.volumes.*.image
  services.*.volumes.*.tmpfs.mode services.*.volumes.*.volume.labels services.*.volumes.*.volume.subpath
`
  .trim()
  .split(/\s+/);

const olderPullPolicies: ReadonlySet<unknown> = new Set(['always', 'never', 'if_not_present', 'build']);

export interface Older {
  readonly text: string;
  /** Paths of what was taken out. */
  readonly newer: readonly string[];
}

/** A Compose file without the keys that docker-compose 1.29 does not know, without `!reset` and `!override`, and with long `env_file` made short. */
export function withoutNewerKeys(text: string): Older {
  const document = parseDocument(text, { logLevel: 'silent' });
  if (document.errors.length > 0 || !isMap(document.contents)) return { text, newer: [] };
  const newer: string[] = [];
  const root = document.contents;
  newer.push(...newerKeys.filter((path) => removeKey(root, path.split('.'))));
  visit(document, {
    Node(_, node) {
      if (node.tag !== '!reset' && node.tag !== '!override') return;
      newer.push(node.tag);
      delete node.tag;
    },
    Pair(_, { key, value }) {
      if (!isScalar(key)) return;
      if (key.value === 'pull_policy' && isScalar(value) && !olderPullPolicies.has(value.value)) {
        newer.push(`services.*.pull_policy: ${value.value}`);
        value.value = 'always';
      }
      if (key.value !== 'env_file' || !isSeq(value)) return;
      for (const [at, item] of value.items.entries()) {
        if (!isMap(item)) continue;
        newer.push('services.*.env_file.*.path');
        value.items[at] = item.get('path', true);
      }
    },
  });
  return newer.length === 0 ? { text, newer } : { text: document.toString(), newer };
}

/** @returns whether it was there. */
function removeKey(node: unknown, path: readonly string[]): boolean {
  const [first = '', ...rest] = path;
  if (!isCollection(node)) return false;
  if (rest.length === 0) return isMap(node) && node.delete(first);
  if (first !== '*') return isMap(node) && removeKey(node.get(first, true), rest);
  const inner = isMap(node) ? node.items.map((pair) => pair.value) : isSeq(node) ? node.items : [];
  return inner.filter((value) => removeKey(value, rest)).length > 0;
}
