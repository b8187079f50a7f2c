import { defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/missing-command',
  title: 'Image that starts nothing',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Say with CMD or ENTRYPOINT what the container runs.',
  rationale:
    'Without CMD and ENTRYPOINT an image does what its base does: of a distribution that is a shell that ends at once, of an empty image nothing at all. ' +
    'The container exits, and a restart policy starts it again and again.',
  references: ['https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact'],
  catalogue: ['dockerfile/no-command'],
  production: true,
  on: 'stage',
  bad: `FROM debian:13-slim
COPY app /usr/local/bin/app
USER nobody
`,
  good: `FROM debian:13-slim
COPY app /usr/local/bin/app
USER nobody
CMD ["/usr/local/bin/app"]
`,
  *check({ stage, final, base, services }) {
    if (!final || stage.cmd || stage.entrypoint) return skip;
    const starts = stage.chain.at(-1)!.base;
    const empty = starts.kind === 'scratch';
    if (!empty && base?.role !== 'distribution') return skip;
    // An image that only brings files, or is a base for others, is run by nobody.
    if (services.length === 0 && (empty || stage.copies.length === 0)) return skip;
    if (services.length > 0 && services.every(({ service }) => service.command || service.entrypoint)) return;
    yield {
      at: stage.base.span,
      message: empty
        ? 'The image has neither CMD nor ENTRYPOINT: it cannot be started.'
        : 'The image has neither CMD nor ENTRYPOINT: it runs the shell of its distribution, which ends at once.',
    };
  },
});
