import {
  defineRule,
  hasOption,
  joinPath,
  type PackageCall,
  packageCall,
  type RunSubject,
} from '../../core/rule.ts';
import { callHead } from '../shared/run-commands.ts';

export default defineRule({
  id: 'dockerfile/unlocked-npm-install',
  title: '`npm install` beside a lock file',
  category: 'supply-chain',
  severity: 'info',
  priority: 3,
  remedy: 'Install with `npm ci`.',
  strength: 'Installations take exactly what the lock file says',
  rationale:
    '`npm install` may resolve anew where package.json and the lock file differ, and rewrites the lock file in the image, where nobody sees it. `npm ci` installs what is locked, stops where the two disagree, and is faster.',
  references: ['https://docs.npmjs.com/cli/v11/commands/npm-ci'],
  catalogue: ['dockerfile/npm-ci'],
  on: 'run',
  names: ['npm', 'npm.cmd'],
  bad: {
    Dockerfile: `FROM node:24-alpine
WORKDIR /srv/app
COPY package.json package-lock.json ./
RUN npm install --omit=dev && npm cache clean --force
USER node
`,
    'package.json': '{ "name": "app" }\n',
    'package-lock.json': '{ "name": "app", "lockfileVersion": 3 }\n',
  },
  good: {
    Dockerfile: `FROM node:24-alpine
WORKDIR /srv/app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force
USER node
`,
    'package.json': '{ "name": "app" }\n',
    'package-lock.json': '{ "name": "app", "lockfileVersion": 3 }\n',
  },
  *check(subject) {
    // An ONBUILD's step works on the files of another build.
    if (subject.run.onbuild) return;
    for (const command of subject.run.commands) {
      const call = packageCall(command);
      const verb = call && isInstall(call) ? call.verb : undefined;
      if (!call || !verb || !copiesLock(subject)) continue;
      const { text, at } = callHead(call);
      yield {
        at,
        message: `"${text}" may install other versions than package-lock.json says.`,
        fix: {
          title: 'Install what is locked with npm ci',
          safety: 'review',
          edits: [{ span: verb.span, text: 'ci' }],
        },
      };
    }
  },
});

function isInstall(call: PackageCall): boolean {
  const { manager, verb, operands } = call;
  if (manager !== 'npm' || (verb?.text !== 'install' && verb?.text !== 'i') || operands.length > 0)
    return false;
  return !hasOption(
    call,
    '-g',
    '--global',
    '--package-lock-only',
    '--no-package-lock',
    '--save',
    '--force',
    '--legacy-peer-deps',
    '--prefix',
    '-C',
  );
}

/** The lock file lies in the context and was copied, by name or pattern, before this step. */
function copiesLock({ run, stage, dockerfile, deployment }: RunSubject): boolean {
  const { stage: own } = stage;
  return own.copies.some(({ sources, from, instruction, target }) => {
    if (from || instruction.span.start > run.instruction.span.start || target?.dynamic) return false;
    return sources.some(({ value, dynamic }) => {
      const folder = /^(.*?)(?:package\*?\.json|package-lock\.json|package\*|package-lock\*)$/.exec(
        value,
      )?.[1];
      const lock = /package\*|package-lock/.test(value);
      return (
        !dynamic &&
        lock &&
        folder !== undefined &&
        deployment.tree.exists(joinPath(dockerfile.context, `${folder}package-lock.json`))
      );
    });
  });
}
