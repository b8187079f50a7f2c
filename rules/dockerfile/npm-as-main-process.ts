import { defineRule, firstLine, joinPath, type ProcessCommand, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/npm-as-main-process',
  title: 'Application started through its package manager',
  category: 'health',
  severity: 'info',
  priority: 3,
  remedy: 'Start the program that the script names: `CMD ["node", "server.js"]`.',
  rationale:
    'npm, yarn and pnpm start a shell that starts the program. ' +
    'The signal to stop reaches npm, which reports it as an error of its own and does not always pass it on; two more processes hold memory for nothing.',
  references: ['https://github.com/nodejs/docker-node/blob/main/docs/BestPractices.md#cmd'],
  catalogue: ['dockerfile/npm-start', 'dockerfile/signal-handling'],
  production: true,
  on: 'stage',
  bad: {
    Dockerfile: `FROM node:24-alpine
WORKDIR /app
COPY package.json server.js ./
ENV NODE_ENV=production
USER node
CMD ["npm", "start"]
`,
    'package.json': '{ "scripts": { "start": "node server.js" } }\n',
  },
  good: {
    Dockerfile: `FROM node:24-alpine
WORKDIR /app
COPY package.json server.js ./
ENV NODE_ENV=production
USER node
CMD ["node", "server.js"]
`,
    'package.json': '{ "scripts": { "start": "node server.js" } }\n',
  },
  *check({ stage, final, dockerfile, deployment, services }) {
    const process = stage.cmd;
    if (!final || !process || stage.entrypoint) return skip;
    const script = scriptOf(process);
    if (script === undefined) return;
    // Where Compose puts an init before it, or says of the service that it needs one, all is said there.
    if (services.length > 0) return skip;
    const path = joinPath(dockerfile.context, 'package.json');
    const program = programOf(deployment.text(path)?.text, script);
    yield {
      at: firstLine(process.span),
      message: `"${process.argv.join(' ')}" starts the application below a package manager and a shell, which get its signals.`,
      ...(program &&
        process.form === 'exec' && {
          fix: {
            title: `Start "${program.join(' ')}" itself`,
            safety: 'review' as const,
            edits: [
              { span: process.span, text: `[${program.map((word) => JSON.stringify(word)).join(', ')}]` },
            ],
          },
        }),
    };
  },
});

/** The script of package.json that a command runs. */
function scriptOf({ form, argv, script }: ProcessCommand): string | undefined {
  const command = script?.commands.length === 1 ? script.commands[0]! : undefined;
  const words =
    form === 'exec'
      ? argv
      : command
        ? [command.name?.text ?? '', ...command.args.map(({ text }) => text)]
        : [];
  const [program = '', verb = '', name] = words;
  if (!/^(?:npm|yarn|pnpm)$/.test(program)) return undefined;
  if (verb === 'run' || verb === 'run-script') return name;
  if (verb === 'start') return 'start';
  return program === 'npm' || verb === '' || /^-|^(?:exec|dlx|install|node)$/.test(verb) ? undefined : verb;
}

/** The words of a script that is one plain call of node; undefined where a shell has to read it. */
function programOf(packageJson: string | undefined, name: string): readonly string[] | undefined {
  const script = new RegExp(
    `"${name.replaceAll(/[^\w:-]/g, '')}"\\s*:\\s*"(node [^"\\\\$&|;<>()*\x60]+)"`,
  ).exec(packageJson ?? '')?.[1];
  return script?.trim().split(/\s+/);
}
