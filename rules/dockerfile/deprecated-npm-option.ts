import { compareVersions, defineRule } from '../../core/rule.ts';
import { newNpmOption, oldNpmOptions } from '../shared/npm-options.ts';

export default defineRule({
  id: 'dockerfile/deprecated-npm-option',
  title: 'Deprecated option of npm',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy: 'Write `--omit=dev`.',
  strength: 'Options of npm are those that it documents',
  rationale:
    'Since npm 7 `--only` and `--production` are aliases with a warning in every build log; `--omit=dev` is what they stand for. Deprecated options go with one of the next major versions, and the development dependencies are then installed without a word.',
  references: [
    'https://docs.npmjs.com/cli/v11/using-npm/config#only',
    'https://docs.npmjs.com/cli/v11/commands/npm-ci#omit',
  ],
  catalogue: ['dockerfile/npm-only-production'],
  on: 'run',
  names: ['npm', 'npm.cmd'],
  bad: `FROM node:24-alpine
WORKDIR /srv/app
COPY package.json package-lock.json ./
RUN npm ci --only=production && npm cache clean --force
USER node
`,
  good: `FROM node:24-alpine
WORKDIR /srv/app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force
USER node
`,
  *check({ run, stage }) {
    const { base } = stage;
    // npm 6, which came with Node.js up to 14, does not know --omit.
    if (base?.product !== 'node' || base.version === undefined || compareVersions(base.version, '15') < 0)
      return;
    for (const word of oldNpmOptions(run)) {
      const edits = newNpmOption(word);
      yield {
        at: word.span,
        message: `npm has deprecated "${word.text}": it stands for "--omit=dev".`,
        tag: 'deprecated',
        ...(edits.length > 0 && { fix: { title: 'Write --omit=dev', safety: 'safe', edits } }),
      };
    }
  },
});
