import { defineRule, nameOf, skip } from '../../core/rule.ts';

const archive = /\.(?:tar|tgz|tbz2?|txz|tar\.(?:gz|bz2|xz))$/i;

export default defineRule({
  id: 'dockerfile/copied-archive-unpacked',
  title: 'Archive that is copied and then unpacked',
  category: 'performance',
  severity: 'info',
  priority: 3,
  remedy: 'Let ADD unpack the archive.',
  rationale:
    'The archive stays in its layer, beside what was unpacked from it in the next one. ' +
    'ADD unpacks a local archive itself, and only the files are kept.',
  references: ['https://docs.docker.com/reference/dockerfile/#adding-local-tar-archives'],
  catalogue: ['dockerfile/add-for-archives'],
  peers: ['hadolint:DL3010'],
  on: 'stage',
  bad: `FROM debian:13-slim
COPY app.tar.gz /opt/
RUN tar -xzf /opt/app.tar.gz -C /opt
USER nobody
CMD ["/opt/app"]
`,
  good: `FROM debian:13-slim
ADD app.tar.gz /opt/
USER nobody
CMD ["/opt/app"]
`,
  *check({ stage }) {
    const copies = stage.copies.filter(
      ({ add, from, sources }) => !add && !from && sources.some(({ value }) => archive.test(value)),
    );
    if (copies.length === 0) return skip;
    for (const { instruction, sources } of copies) {
      const name = nameOf(sources.find(({ value }) => archive.test(value))!.value);
      if (/[*?[]/.test(name)) continue;
      const later = stage.runs.filter((run) => run.instruction.span.start > instruction.span.start);
      const unpacks = later
        .flatMap(({ commands }) => commands)
        .find(
          ({ call }) =>
            call?.program === 'tar' &&
            isExtracting(
              call.args.map(({ text }) => text),
              name,
            ),
        );
      if (!unpacks) continue;
      yield {
        at: instruction.nameSpan,
        message: `"${name}" is copied and then unpacked: the archive stays in the image beside its files.`,
        related: [{ at: unpacks.span, message: 'It is unpacked here.' }],
      };
    }
  },
});

function isExtracting(args: readonly string[], name: string): boolean {
  const extracts = args.some(
    (text) => /^-?[a-z]*x[a-z]*$/i.test(text) || text === '--extract' || text === '--get',
  );
  return extracts && args.some((text) => nameOf(text) === name);
}
