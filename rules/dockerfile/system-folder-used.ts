import { defineRule } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/system-folder-used',
  title: 'Working folder or volume in a system folder',
  category: 'security',
  severity: 'warning',
  priority: 2,
  remedy: 'Work in a folder of the application’s own.',
  rationale:
    '`/proc`, `/sys` and `/dev` belong to the kernel and are laid over when the container starts; `/boot`, `/etc` and `/bin` to the distribution. ' +
    'What lies there is hidden, overwritten, or stands among files that the system depends on.',
  references: ['https://docs.docker.com/reference/dockerfile/#workdir'],
  catalogue: ['dockerfile/system-folder'],
  peers: ['trivy:DS-0030'],
  on: 'instruction',
  names: ['WORKDIR', 'VOLUME'],
  bad: `FROM node:24-alpine
WORKDIR /proc/app
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
WORKDIR /srv/app
USER node
CMD ["node", "server.js"]
`,
  *check({ instruction }) {
    const { name, json, words } = instruction;
    const paths = json?.map(({ value, span }) => ({ text: value, span })) ?? words;
    for (const { text, span } of paths) {
      const folder = /^\/(?:proc|sys|dev|boot|bin|sbin|lib|lib64|usr\/s?bin)(?=\/|$)/.exec(text)?.[0];
      if (folder === undefined || text.startsWith('/dev/shm')) continue;
      yield {
        at: span,
        message: `${name} ${text} lies in ${folder}, which ${/proc|sys|dev/.test(folder) ? 'the kernel provides' : 'the distribution fills'}.`,
      };
    }
  },
});
