import { defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/unverified-download',
  title: 'Download without a checksum',
  category: 'supply-chain',
  severity: 'warning',
  priority: 2,
  remedy: 'Give ADD the checksum of what it fetches.',
  rationale:
    'Whatever the address serves on the day of the build goes into the image. ' +
    'With `--checksum` a changed file stops the build, and the builder need not fetch it again to know.',
  references: ['https://docs.docker.com/reference/dockerfile/#add---checksum'],
  catalogue: ['dockerfile/add-remote'],
  on: 'stage',
  bad: `FROM debian:13-slim
ADD https://example.org/tool-1.2.tar.gz /opt/
USER nobody
CMD ["/opt/tool"]
`,
  good: `FROM debian:13-slim
ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.org/tool-1.2.tar.gz /opt/
USER nobody
CMD ["/opt/tool"]
`,
  *check({ stage }) {
    const fetched = stage.copies.filter(
      ({ add, sources }) => add && sources.some(({ value }) => /^https?:\/\//i.test(value)),
    );
    if (fetched.length === 0) return skip;
    for (const { instruction, sources } of fetched) {
      if (instruction.flags.some(({ name }) => name === 'checksum')) continue;
      const source = sources.find(({ value }) => /^https?:\/\//i.test(value))!;
      // A repository is checked out by Git, which knows what it got by its commit.
      if (/\.git(?:#.*)?$/.test(source.value)) continue;
      yield {
        at: source.span,
        message: `ADD takes whatever "${shortened(source.value)}" serves on the day of the build: no checksum is given.`,
      };
    }
  },
});

function shortened(address: string): string {
  return address.length > 60 ? `${address.slice(0, 57)}…` : address;
}
