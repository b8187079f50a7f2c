import { defineRule, insertWords } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/sparse-login-log',
  title: 'Login log blown up by a high user id',
  category: 'performance',
  severity: 'info',
  priority: 3,
  remedy: 'Give useradd `--no-log-init`.',
  strength: 'Users with high ids are added without login logs',
  rationale:
    '`useradd` enters the new user into `/var/log/lastlog` and `faillog`, whose size is that of an entry times the highest id. The file is sparse on disk but not in an image layer: with an id of a billion the layer grows by hundreds of gigabytes, and the build fails or fills the disk.',
  references: [
    'https://docs.docker.com/build/building/best-practices/#user',
    'https://github.com/golang/go/issues/13548',
  ],
  catalogue: ['dockerfile/useradd-no-log-init'],
  peers: ['hadolint:DL3046'],
  on: 'run',
  names: ['useradd'],
  bad: `FROM debian:13-slim
RUN useradd --uid 1000660000 app
USER app
`,
  good: `FROM debian:13-slim
RUN useradd --no-log-init --uid 1000660000 app
USER app
`,
  *check({ run }) {
    for (const { call } of run.commands) {
      if (call?.program !== 'useradd') continue;
      const words = call.args.map(({ text }) => text);
      if (words.some((text) => /^-[a-zA-Z]*l[a-zA-Z]*$|^--no-log-init$/.test(text))) continue;
      const id = userId(words);
      if (id === undefined || !/^\d{6,}$/.test(id)) continue;
      yield {
        at: call.word.span,
        message: `"useradd" with the user id ${id} writes login logs as long as that id allows, into the layer.`,
        fix: {
          title: 'Add the user without login logs',
          safety: 'safe',
          edits: insertWords(call.word, '--no-log-init'),
        },
      };
    }
  },
});

function userId(words: readonly string[]): string | undefined {
  for (const [index, text] of words.entries()) {
    const joined = /^(?:--uid=|-u=?)(.+)$/.exec(text)?.[1];
    if (joined !== undefined) return joined;
    if (text === '--uid' || /^-[a-zA-Z]*u$/.test(text)) return words[index + 1];
  }
  return undefined;
}
