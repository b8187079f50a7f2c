import { type ComposeScalar, defineRule, type Observation, parseSize, skip } from '../../core/rule.ts';
import { rewrite } from '../shared/rewrite.ts';

/** Options of each driver that rotates. Sources: moby, daemon/logger/{jsonfilelog,local}, 2026-08. */
const known: Readonly<Record<string, readonly string[]>> = {
  'json-file': ['max-size', 'max-file', 'compress', 'labels', 'labels-regex', 'env', 'env-regex', 'tag'],
  local: ['max-size', 'max-file', 'compress'],
};
/** Options that Docker itself reads, whatever the driver. */
const general = /^(?:mode|max-buffer-size|cache-\w[\w-]*)$/;
/** Drivers that write no files here and refuse what is for files. */
const elsewhere = /^(?:syslog|journald|gelf|fluentd|awslogs|splunk|gcplogs|etwlogs)$/;

export default defineRule({
  id: 'compose/invalid-log-option',
  title: 'Log option that the driver refuses',
  category: 'logging',
  severity: 'error',
  priority: 1,
  remedy: 'Use the options of the driver, with values that it reads: `max-size: 10m`, `max-file: "3"`.',
  rationale:
    'Docker checks the options of a log driver when it creates a container, and creates none with an option that the driver does not know or a value that it cannot read. The service then does not start at all.',
  references: [
    'https://docs.docker.com/engine/logging/configure/',
    'https://docs.docker.com/engine/logging/drivers/json-file/',
  ],
  catalogue: ['compose/log-options-invalid', 'compose/log-options-mismatch'],
  on: 'service',
  names: ['logging'],
  bad: `services:
  api:
    image: team/api:2.1
    logging:
      driver: json-file
      options:
        max-size: 10 megabytes
        max-file: 3
`,
  good: `services:
  api:
    image: team/api:2.1
    logging:
      driver: json-file
      options:
        max-size: 10m
        max-file: 3
`,
  *check({ service, name }) {
    const options = service.at('logging', 'options');
    const driver = service.scalar('logging', 'driver');
    if (options?.kind !== 'mapping' || driver?.dynamic) return skip;
    // Without a driver it is the one that the daemon is set to: json-file as a rule, not surely.
    const named = driver?.text ?? '';
    for (const { key, keySpan, value } of options.entries.values()) {
      const unknown = known[named]
        ? !known[named].includes(key) && !general.test(key)
        : elsewhere.test(named) && /^max-(?:size|file)$/.test(key);
      if (unknown) {
        yield {
          at: keySpan,
          message: `The log driver "${named}" knows no option "${key}": Docker does not create "${name}" with it.`,
        };
      } else if (value?.kind === 'scalar' && !value.dynamic && value.value !== null) {
        const fault = faultOf(key, value);
        if (fault) yield { ...fault, message: `${fault.message}: Docker does not create "${name}" with it.` };
      }
    }
  },
});

function faultOf(key: string, value: ComposeScalar): Observation | undefined {
  if (key === 'max-size' && value.text !== '-1' && parseSize(value.text) === undefined) {
    const match = /^(\d+)\s*([kmg])/i.exec(value.text);
    const mended = match ? `${match[1]}${match[2]!.toLowerCase()}` : '10m';
    return withFix(value, `"${value.text}" is no size`, mended);
  }
  if (key === 'max-file' && !/^[1-9]\d*$/.test(value.text))
    return withFix(value, `"${value.text}" is no number of files`, '3');
  if (key === 'compress' && !/^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value.text))
    return withFix(value, `"${value.text}" is neither true nor false`, 'true');
  return undefined;
}

function withFix(value: ComposeScalar, message: string, text: string): Observation {
  const edit = value.variables.length === 0 ? rewrite(value, text) : undefined;
  return {
    at: value.span,
    message,
    ...(edit && { fix: { title: `Write ${text}`, safety: 'review' as const, edits: [edit] } }),
  };
}
