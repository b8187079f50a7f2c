import {
  type DeployedStage,
  defineRule,
  type Fix,
  firstLine,
  type Stage,
  skip,
  span,
} from '../../core/rule.ts';
import {
  buildsApplication,
  type DevelopmentInstall,
  developmentInstalls,
} from '../shared/dependency-installs.ts';
import { imageName } from '../shared/image-name.ts';

export default defineRule({
  id: 'dockerfile/development-dependencies',
  title: 'Development dependencies in the image',
  category: 'supply-chain',
  severity: 'warning',
  priority: 2,
  remedy: 'Install without the dependencies that only development needs.',
  strength: 'Images hold production dependencies only',
  rationale:
    'Test frameworks, compilers and bundlers are often the greater part of an installation. In the image they cost pull time and disk on every host, and each of their flaws counts against the service that never calls them. ' +
    'Builder stages may install what they like, as long as it stays there.',
  references: [
    'https://docs.npmjs.com/cli/v11/commands/npm-ci#omit',
    'https://getcomposer.org/doc/03-cli.md#install-i',
    'https://docs.docker.com/build/building/best-practices/#dont-install-unnecessary-packages',
  ],
  catalogue: ['dockerfile/production-dependencies'],
  production: true,
  on: 'stage',
  bad: `FROM node:24-alpine
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY src ./src
USER node
CMD ["node", "src/server.js"]
`,
  good: `FROM node:24-alpine
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
COPY src ./src
USER node
CMD ["node", "src/server.js"]
`,
  *check(deployed) {
    const { stage, dockerfile } = deployed;
    const finals = dockerfile.stages.filter(({ final }) => final).map((one) => one.stage);
    const shipping = finals.filter((final) => final.chain.includes(stage));
    // What a shipped stage builds with is there as a whole, which is another rule's matter.
    if (shipping.some(buildsApplication)) return skip;
    for (const install of developmentInstalls(deployed)) {
      if (shipping.length === 0 && !isCopied(install, stage, finals)) continue;
      const fix = shipping.length > 0 && !isNeeded(deployed) ? fixFor(install) : undefined;
      const where = shipping.length > 0 ? imageName(deployed) : 'The image that copies from here';
      yield {
        at: firstLine(install.span),
        message: `${where} holds development dependencies: "${install.text}" installs them.`,
        ...(fix && { fix }),
      };
    }
  },
});

/** A shipped stage takes the folder of the dependencies from a builder, or the folder that it lies in. */
function isCopied({ folder }: DevelopmentInstall, stage: Stage, finals: readonly Stage[]): boolean {
  const copies = finals.flatMap((final) => final.chain.flatMap((one) => one.copies));
  const sources = copies.filter((copy) => copy.from?.stage === stage).flatMap((copy) => copy.sources);
  return sources.some(({ value }) => {
    const path = value.replace(/\/\.?$/, '');
    return folder.test(path) || (path !== '' && path === stage.workdir?.value);
  });
}

/** A stage on top of this one builds with them, or the process is one of them. */
function isNeeded({ stage, dockerfile }: DeployedStage): boolean {
  const above = dockerfile.stages.map((one) => one.stage).filter((one) => one.chain.includes(stage));
  const development = /\b(?:nodemon|ts-node|tsx|vite|next dev|dev|react-scripts|webpack)\b/;
  return above.some((one) => {
    const command = [one.entrypoint, one.cmd].flatMap((process) => process?.argv ?? []).join(' ');
    return buildsApplication(one) || development.test(command);
  });
}

function fixFor({ text, span: at, place, option, certain }: DevelopmentInstall): Fix | undefined {
  if (option === undefined) return undefined;
  return {
    title: `Leave development dependencies out: ${text} ${option}`,
    safety: certain ? 'safe' : 'review',
    edits: [{ span: span(at.source, place, place), text: ` ${option}` }],
  };
}
