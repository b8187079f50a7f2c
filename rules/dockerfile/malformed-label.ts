import { defineRule } from '../../core/rule.ts';

/** Values of the OCI annotations: https://github.com/opencontainers/image-spec/blob/main/annotations.md */
const forms: Readonly<Record<string, readonly [RegExp, string, string]>> = {
  created: [
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i,
    'a time by RFC 3339',
    'hadolint:DL3053',
  ],
  url: [/^https?:\/\/\S+$/, 'an address', 'hadolint:DL3052'],
  documentation: [/^https?:\/\/\S+$/, 'an address', 'hadolint:DL3052'],
  source: [/^(?:https?|git|ssh):\/\/\S+$|^git@\S+$/, 'an address', 'hadolint:DL3052'],
  revision: [/^[0-9a-f]{7,64}$/i, 'a commit', 'hadolint:DL3055'],
  version: [/\S/, 'a version', 'hadolint:DL3056'],
  licenses: [
    /^[A-Za-z0-9.+-]+(?:\s+(?:AND|OR|WITH)\s+[A-Za-z0-9.+()-]+)*$/,
    'an SPDX expression',
    'hadolint:DL3054',
  ],
};

export default defineRule({
  id: 'dockerfile/malformed-label',
  title: 'Label that tools cannot read',
  category: 'supply-chain',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Give the label a key and a value of the form that its standard asks for.',
  rationale:
    'Docker takes any key and value. ' +
    'Registries and scanners look for the keys of the OCI specification, in lower case, and read addresses, times and licences out of them.',
  references: [
    'https://docs.docker.com/engine/manage-resources/labels/',
    'https://github.com/opencontainers/image-spec/blob/main/annotations.md',
  ],
  catalogue: ['dockerfile/labels'],
  peers: [
    'hadolint:DL3048',
    'hadolint:DL3050',
    'hadolint:DL3051',
    'hadolint:DL3052',
    'hadolint:DL3053',
    'hadolint:DL3054',
    'hadolint:DL3055',
    'hadolint:DL3056',
    'hadolint:DL3058',
  ],
  on: 'instruction',
  names: ['LABEL'],
  bad: `FROM node:24-alpine
LABEL org.opencontainers.image.created="yesterday"
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
LABEL org.opencontainers.image.created="2026-11-24T08:00:00Z"
USER node
CMD ["node", "server.js"]
`,
  *check({ instruction }) {
    for (const { text, raw, span } of instruction.words) {
      const equals = text.indexOf('=');
      if (equals < 0 || raw.includes('$')) continue;
      const key = text.slice(0, equals).replaceAll(/["']/g, '');
      const value = text.slice(equals + 1);
      if (!/^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/.test(key) || /[.-]{2}/.test(key)) {
        yield {
          at: span,
          message: `"${key}" is no label key: they are lower case, with single dots and dashes inside.`,
          peers: ['hadolint:DL3048'],
        };
        continue;
      }
      if (value === '') {
        yield { at: span, message: `The label "${key}" is empty.`, peers: ['hadolint:DL3051'] };
        continue;
      }
      const [form, what, peer] = forms[/^org\.opencontainers\.image\.(\w+)$/.exec(key)?.[1] ?? ''] ?? [];
      if (form && !form.test(value))
        yield { at: span, message: `The label "${key}" is to hold ${what}, not "${value}".`, peers: [peer!] };
    }
  },
});
