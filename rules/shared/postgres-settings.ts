import { type ComposeScalar, type DeployedService, type Span, textOf } from '../../core/rule.ts';

export interface PostgresSetting {
  readonly name: string;
  /** As written: `256MB`. */
  readonly text: string;
  /** The value where it is written; the whole word where the two cannot be told apart. */
  readonly span: Span;
  /** Whether `span` is the value alone. */
  readonly exact: boolean;
  readonly word: ComposeScalar;
}

/** Settings that a service's command line gives PostgreSQL: `-c name=value`, `--name=value`. The last of a name holds. */
export function postgresSettings({ service }: DeployedService): ReadonlyMap<string, PostgresSetting> {
  const settings = new Map<string, PostgresSetting>();
  const words = service.command?.words ?? [];
  for (const [index, word] of words.entries()) {
    const match = words[index - 1]?.text === '-c' ? /^([\w.]+)=(.*)$/ : /^(?:-c|--)([\w.-]+)=(.*)$/;
    const [, key, text] = match.exec(word.text) ?? [];
    if (key === undefined || text === undefined || word.dynamic) continue;
    const name = key.replaceAll('-', '_').toLowerCase();
    const { source, start } = word.span;
    // The word's own span, or that of a folded scalar which holds it among others.
    const from = placeIn(textOf(word.span), key, text);
    const exact = from !== undefined && text !== '';
    settings.set(name, {
      name,
      text,
      span: exact ? { source, start: start + from, end: start + from + text.length } : word.span,
      exact,
      word,
    });
  }
  return settings;
}

/** Offset of a setting's value in a text; undefined unless it stands there once as it is. */
function placeIn(written: string, key: string, text: string): number | undefined {
  const wanted = `${key}=${text}`;
  const at = written.indexOf(wanted);
  if (at < 0 || written.indexOf(wanted, at + 1) >= 0 || /[\w.]/.test(written[at - 1] ?? '')) return undefined;
  return /[\w.]/.test(written[at + wanted.length] ?? '') ? undefined : at + key.length + 1;
}

const units: Readonly<Record<string, number>> = { B: 1, kB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 };

/** What a number without a unit counts. Source: postgresql.org "Resource Consumption", "Query Planning". */
const bareUnits: Readonly<Record<string, number>> = {
  shared_buffers: 8192,
  effective_cache_size: 8192,
  work_mem: 1024,
  maintenance_work_mem: 1024,
  temp_buffers: 8192,
};

/** A memory setting in bytes; undefined where it is none. */
export function settingBytes(setting: PostgresSetting | undefined): number | undefined {
  const match = /^'?(\d+(?:\.\d+)?)\s*(B|kB|MB|GB|TB)?'?$/.exec(setting?.text ?? '');
  if (!match || !setting) return undefined;
  return (
    Number(match[1]) * (match[2] === undefined ? (bareUnits[setting.name] ?? 1) : (units[match[2]] ?? 1))
  );
}

/** Bytes as PostgreSQL writes them, in whole megabytes. */
export function postgresSize(bytes: number): string {
  const megabytes = Math.max(1, Math.floor(bytes / 2 ** 20));
  return megabytes % 1024 === 0 ? `${megabytes / 1024}GB` : `${megabytes}MB`;
}

/** What PostgreSQL has where nothing is set. Source: https://www.postgresql.org/docs/current/runtime-config-resource.html, 2026-11. */
export const postgresDefaults = { sharedBuffers: 128 * 2 ** 20, workMemory: 4 * 2 ** 20, connections: 100 };

/** Bytes of memory that the settings of a command line may take or count on; 0 where it sets none of them. */
export function promisedMemory(settings: ReadonlyMap<string, PostgresSetting>): number {
  const buffers = settingBytes(settings.get('shared_buffers'));
  const each = settingBytes(settings.get('work_mem'));
  const connections = settings.get('max_connections');
  const isBounded = each !== undefined || connections !== undefined;
  const sessions = isBounded
    ? Number(connections?.text ?? postgresDefaults.connections) * (each ?? postgresDefaults.workMemory)
    : 0;
  const shared = buffers ?? (isBounded ? postgresDefaults.sharedBuffers : 0);
  return Math.max(shared + (sessions || 0), settingBytes(settings.get('effective_cache_size')) ?? 0);
}
