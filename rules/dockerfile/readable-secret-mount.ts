import { defineRule, skip, span } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/readable-secret-mount',
  title: 'Secret mount that everybody may read',
  category: 'secrets',
  severity: 'warning',
  priority: 2,
  remedy: 'Leave `mode` out (0400), or give the one user that needs it `uid`.',
  rationale:
    'A secret is mounted readable for its owner only. ' +
    'With a mode that ends in read rights for all, every program of the step sees it, also one that runs as another user on purpose.',
  references: ['https://docs.docker.com/reference/dockerfile/#run---mounttypesecret'],
  catalogue: ['dockerfile/secret-mount-mode'],
  peers: ['sonar:S6469'],
  on: 'instruction',
  names: ['RUN'],
  bad: `FROM node:24-alpine
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc,mode=0444 npm ci
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci
USER node
CMD ["node", "server.js"]
`,
  *check({ instruction }) {
    const mounts = instruction.flags.filter(
      ({ name, value }) => name === 'mount' && /(?:^|,)type=(?:secret|ssh)(?:,|$)/.test(value?.value ?? ''),
    );
    if (mounts.length === 0) return skip;
    for (const { value, span: whole } of mounts) {
      const text = whole.source.text.slice(whole.start, whole.end);
      const mode = /,mode=([0-7]{3,4})(?=,|$)/.exec(text);
      if (!mode || !value || !/[4-7]$/.test(mode[1]!)) continue;
      const start = whole.start + mode.index;
      const at = span(whole.source, start + 1, start + mode[0].length);
      yield {
        at,
        message: `The mode ${mode[1]} lets every program of this step read the secret.`,
        fix: {
          title: 'Leave the mode out',
          safety: 'safe',
          edits: [{ span: span(whole.source, start, at.end), text: '' }],
        },
      };
    }
  },
});
