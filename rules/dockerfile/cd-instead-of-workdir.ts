import { defineRule, type RunStep, type ShellCommand } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/cd-instead-of-workdir',
  title: 'Use of cd where WORKDIR is meant',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy: 'Change the folder with WORKDIR.',
  strength: 'Folders are changed with WORKDIR',
  rationale:
    'Each RUN starts in the folder that WORKDIR names; a `cd` ends with its step. At the end of a RUN it does nothing at all, and whoever wrote it expects the next instruction somewhere else. At the beginning it hides from every other instruction, and from readers, where things happen.',
  references: ['https://docs.docker.com/build/building/best-practices/#workdir'],
  catalogue: ['dockerfile/cd-instead-of-workdir'],
  peers: ['hadolint:DL3003', 'trivy:DS-0013'],
  on: 'run',
  names: ['cd'],
  bad: `FROM node:24-alpine
RUN cd /srv/app && npm ci --omit=dev && npm cache clean --force
USER node
`,
  good: `FROM node:24-alpine
WORKDIR /srv/app
RUN npm ci --omit=dev && npm cache clean --force
USER node
`,
  *check({ run }) {
    const cd = run.commands.filter((command) => isChange(command));
    const [first] = cd;
    if (!first) return;
    const last = run.commands.at(-1);
    const lost = cd.find((one) => one === last && !one.nested);
    // Between other commands it is part of the work: a folder that was just made, and back again.
    const leading = leads(run, first) && cd.length === 1 && first.args[0]!.text !== '/' ? first : undefined;
    const found = lost ?? leading;
    if (!found) return;
    const folder = found.args[0]!.text;
    yield {
      at: found.name!.span,
      message: lost
        ? `"cd ${folder}" ends with this RUN: the next instruction starts in WORKDIR again.`
        : `This RUN works in "${folder}", which only its "cd" says.`,
      ...(lost && { severity: 'warning' as const }),
    };
  },
});

function isChange({ name, args }: ShellCommand): boolean {
  return name?.text === 'cd' && args.length === 1 && /^[/.$~\w]/.test(args[0]!.text) && args[0]!.text !== '-';
}

/** It is the first command but for `set`, and what follows it depends on it. */
function leads({ commands }: RunStep, cd: ShellCommand): boolean {
  const before = commands.slice(0, commands.indexOf(cd));
  return !cd.nested && before.every(({ name }) => name?.text === 'set' || name?.text === 'export');
}
