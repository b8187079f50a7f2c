import { defineRule, insertWords, nameOf, type RunSubject } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/noisy-wget',
  title: 'Progress bar of wget in the build log',
  category: 'logging',
  severity: 'info',
  priority: 3,
  remedy: 'Give wget `--progress=dot:giga`, `-nv` or `-q`.',
  strength: 'Build logs are free of progress bars',
  rationale:
    'Without a terminal GNU wget writes a dot for each kilobyte, BusyBox its bar each second. A download of 100 MB is up to 2000 lines in the build log, in which the error that matters is lost, and which some CI systems cut off.',
  references: ['https://www.gnu.org/software/wget/manual/html_node/Download-Options.html'],
  catalogue: ['dockerfile/wget-progress'],
  peers: ['hadolint:DL3047'],
  on: 'run',
  names: ['wget'],
  bad: `FROM debian:13-slim
RUN wget https://example.org/tool.tar.gz
USER nobody
`,
  good: `FROM debian:13-slim
RUN wget --progress=dot:giga https://example.org/tool.tar.gz
USER nobody
`,
  *check(subject) {
    for (const { call } of subject.run.commands) {
      if (
        call?.program !== 'wget' ||
        call.args.length === 0 ||
        call.args.some(({ text }) => quiet.test(text))
      )
        continue;
      if (call.args.some(({ dynamic, text }) => dynamic && /^\$/.test(text) && !/url|uri|src/i.test(text)))
        continue;
      const option = optionFor(subject);
      yield {
        at: call.word.span,
        message: `"wget" writes its progress into the build log, line after line.`,
        ...(option !== undefined &&
          nameOf(call.word.text) === 'wget' && {
            fix: {
              title: `Call wget with ${option}`,
              safety: 'safe' as const,
              edits: insertWords(call.word, option),
            },
          }),
      };
    }
  },
});

const quiet =
  /^(?:-[a-zA-Z]*q\S*|--quiet|-[a-zA-Z]*nv[a-zA-Z]*|--no-verbose|--progress.*|--show-progress|-o.*|--output-file.*|-a.*|--append-output.*|--version|--help|-b|--background|--spider)$/;

/** BusyBox knows `-q` only; that it is GNU's wget is known where apt installs it. */
function optionFor({ stage }: RunSubject): string | undefined {
  const distribution = stage.base?.distribution;
  if (distribution === 'debian' || distribution === 'ubuntu') return '--progress=dot:giga';
  return distribution === 'alpine' ? '-q' : undefined;
}
