import { type CopyStep, defineRule, nearest, type Stage, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/copy-from-missing-stage',
  title: 'Copy from a stage that is not there',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Name a stage that stands above in `--from`.',
  rationale:
    '`COPY --from` knows the stages above it, by name or number, and takes every other name for an image to be pulled. ' +
    'A slip of the pen or a stage that comes later therefore ends the build with an image that nobody has.',
  references: ['https://docs.docker.com/reference/dockerfile/#copy---from'],
  catalogue: ['dockerfile/copy-from-unknown', 'dockerfile/copy-from-self'],
  peers: ['hadolint:DL3022', 'hadolint:DL3023', 'trivy:DS-0006'],
  on: 'stage',
  bad: `FROM node:24-alpine AS build
RUN npm run build
FROM nginxinc/nginx-unprivileged:1.30
COPY --from=biuld /app/dist /usr/share/nginx/html
`,
  good: `FROM node:24-alpine AS build
RUN npm run build
FROM nginxinc/nginx-unprivileged:1.30
COPY --from=build /app/dist /usr/share/nginx/html
`,
  *check({ stage, dockerfile }) {
    const { stages } = dockerfile.dockerfile;
    const copies = stage.copies.filter(({ from }) => from && !from.stage && !from.dynamic);
    if (copies.length === 0) return skip;
    for (const { from } of copies) {
      const { image = '', span } = from!;
      const fault = faultOf(image, stage, stages);
      if (!fault) continue;
      const meant = stageMeant(image, stages.slice(0, stage.index));
      yield {
        at: span,
        ...fault,
        ...(meant !== undefined && {
          fix: { title: `Copy from "${meant}"`, safety: 'review' as const, edits: [{ span, text: meant }] },
        }),
      };
    }
  },
});

function faultOf(
  from: NonNullable<CopyStep['from']>['image'] & string,
  stage: Stage,
  stages: readonly Stage[],
) {
  const own = [stage.name?.value.toLowerCase(), String(stage.index)];
  if (own.includes(from.toLowerCase())) {
    const peers = ['hadolint:DL3023', 'trivy:DS-0006'];
    return {
      message: `"${from}" is the stage itself: nothing can be copied from it while it is made.`,
      peers,
    };
  }
  const peers = ['hadolint:DL3022'];
  if (/^\d+$/.test(from)) {
    return {
      message: `There is no stage ${from} above: they are numbered from 0 to ${stage.index - 1}.`,
      peers,
    };
  }
  const later = stages.find(({ name }) => name?.value.toLowerCase() === from.toLowerCase());
  if (later)
    return { message: `The stage "${from}" comes later, and only stages above can be copied from.`, peers };
  // Any other plain word may be an image.
  if (/[:/.@]/.test(from) || stageMeant(from, stages.slice(0, stage.index)) === undefined) return undefined;
  return { message: `No stage above is called "${from}": Docker looks for an image of that name.`, peers };
}

function stageMeant(from: string, above: readonly Stage[]): string | undefined {
  const names = above.flatMap(({ name }) => name?.value ?? []);
  return nearest(from, names, from.length < 5 ? 1 : 2);
}
