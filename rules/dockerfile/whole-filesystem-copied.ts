import {
  type CopyStep,
  type DeployedDockerfile,
  defineRule,
  type ImageFacts,
  parseImageReference,
  skip,
} from '../../core/rule.ts';
import { images } from '../facts/images.ts';

export default defineRule({
  id: 'dockerfile/whole-filesystem-copied',
  title: 'Whole file system copied from a stage',
  category: 'correctness',
  severity: 'warning',
  priority: 2,
  remedy: 'Copy the folders that the image needs, or continue the stage with FROM.',
  rationale:
    'The whole of another stage brings its tools, caches and secrets along, and lays one distribution over the other. ' +
    'Into an empty image it is a way to flatten layers, and loses what FROM would have taken over: environment, user, command.',
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  catalogue: ['dockerfile/copy-whole-filesystem'],
  peers: ['hadolint:DL3067'],
  on: 'stage',
  bad: `FROM debian:13-slim AS build
RUN make install
FROM debian:13-slim
COPY --from=build / /
USER nobody
CMD ["/usr/local/bin/app"]
`,
  good: `FROM debian:13-slim AS build
RUN make install
FROM debian:13-slim
COPY --from=build /usr/local/bin/app /usr/local/bin/app
USER nobody
CMD ["/usr/local/bin/app"]
`,
  *check({ stage, dockerfile }) {
    const copies = stage.copies.filter(({ from }) => from);
    if (copies.length === 0) return skip;
    // Into an empty image it is how an image is made flat.
    if (stage.chain.at(-1)!.base.kind === 'scratch') return;
    for (const { sources, target, from } of copies) {
      const root = sources.find(({ value }) => /^\/(?:\*|\.)?$/.test(value));
      if (!root || target?.value !== '/' || !holdsSystem(from, dockerfile)) continue;
      const name = from?.stage?.name?.value ?? from?.image ?? 'another stage';
      yield {
        at: root.span,
        message: `Everything of "${name}" is laid over the base image, its tools and caches too.`,
      };
    }
  },
});

/** It is known to stand on a distribution; images of a few files are made to be laid over others. */
function holdsSystem(from: CopyStep['from'], { stages }: DeployedDockerfile): boolean {
  const stage = stages.find((one) => one.stage === from?.stage);
  if (from?.image === undefined) return isSystem(stage?.base);
  const reference = parseImageReference(from.image, from.span);
  return reference !== undefined && isSystem(images.facts(reference));
}

function isSystem(facts: ImageFacts | undefined): boolean {
  return facts?.distribution !== undefined && facts.distribution !== 'scratch';
}
