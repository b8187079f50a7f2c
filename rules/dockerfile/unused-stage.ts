import { defineRule, firstLine, skip } from '../../core/rule.ts';

/** Stages that somebody builds by name, with `--target`. */
const byHand = /dev|test|lint|debug|ci|check|e2e|bench|doc|release|export|artifact|local|watch|base/i;

export default defineRule({
  id: 'dockerfile/unused-stage',
  title: 'Stage that nothing is built from',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy: 'Take the stage out, or copy from it what it was made for.',
  rationale:
    'BuildKit does not build a stage that nothing asks for. ' +
    'One that no other stage, service or script names is left over, or a `COPY --from` is missing.',
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  catalogue: ['dockerfile/unused-stage'],
  on: 'stage',
  bad: `FROM node:24-alpine AS assets
RUN npm run build
FROM nginxinc/nginx-unprivileged:1.30
COPY dist /usr/share/nginx/html
`,
  good: `FROM node:24-alpine AS assets
RUN npm run build
FROM nginxinc/nginx-unprivileged:1.30
COPY --from=assets /app/dist /usr/share/nginx/html
`,
  *check({ stage, needed, dockerfile, deployment }) {
    if (dockerfile.dockerfile.stages.length < 2) return skip;
    if (needed) return;
    // A stage on top of another one is a variant of it, for somebody's --target.
    if (stage.chain.length > 1) return;
    const name = stage.name?.value;
    if (name !== undefined) {
      if (byHand.test(name)) return;
      const word = new RegExp(`(?<![\\w-])${name.replaceAll('.', '\\.')}(?![\\w-])`);
      if (deployment.scripts.some(({ text }) => /\b(?:build|bake|target)\b/.test(text) && word.test(text)))
        return;
      if (
        dockerfile.stages.some((one) =>
          one.stage.instructions.some(
            ({ joined }) => joined.text.includes('$') && /--from=|^FROM/i.test(joined.text),
          ),
        )
      )
        return;
    }
    yield {
      at: firstLine(stage.name?.span ?? stage.base.span),
      tag: 'unnecessary',
      message: `Nothing is built from ${name === undefined ? 'this stage' : `the stage "${name}"`}, and no service has it as its target.`,
    };
  },
});
