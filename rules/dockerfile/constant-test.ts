import { defineRule, type Fix, type ShellWord, span } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/constant-test',
  title: 'Test that is always true',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Put blanks around the operator, and the variable into double quotes.',
  rationale:
    'With one argument, `[` asks whether it is not empty. `[ "$a"="b" ]` hands it one word, which never is; ' +
    'and of `[ -n $a ]` an empty variable leaves `[ -n ]`, which is true as well.',
  references: [
    'https://www.shellcheck.net/wiki/SC2077',
    'https://www.shellcheck.net/wiki/SC2070',
    'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/test.html',
  ],
  catalogue: ['dockerfile/shell-script-lint'],
  peers: [
    'shellcheck:SC2077',
    'hadolint:SC2077',
    'shellcheck:SC2070',
    'hadolint:SC2070',
    'shellcheck:SC1108',
  ],
  on: 'run',
  names: ['[', 'test'],
  bad: `FROM debian:13-slim
ARG VARIANT
RUN if [ -n $VARIANT ]; then apt-get update; fi
`,
  good: `FROM debian:13-slim
ARG VARIANT
RUN if [ -n "$VARIANT" ]; then apt-get update; fi
`,
  *check({ run }) {
    for (const { call } of run.commands) {
      if (!call || !/^(?:\[|test)$/.test(call.program)) continue;
      const closed = call.program === '[' ? call.args.slice(0, -1) : call.args;
      const words = closed[0]?.text === '!' ? closed.slice(1) : closed;
      const [first, second] = words;
      if (words.length === 1 && first && joined.test(first.text) && first.dynamic) {
        yield {
          at: first.span,
          message: `This is true whatever the values are: without blanks "${first.text}" is one word, and no comparison.`,
          peers: ['shellcheck:SC2077', 'hadolint:SC2077', 'shellcheck:SC1108'],
        };
      }
      if (words.length !== 2 || first?.text !== '-n' || !second || !isBare(second)) continue;
      yield {
        at: second.span,
        message: `This is true where "${second.unquoted[0]}" is empty too: without quotes nothing is left of it.`,
        peers: ['shellcheck:SC2070', 'hadolint:SC2070'],
        fix: quote(second),
      };
    }
  },
});

const joined = /^\$\{?\w+\}?!?==?[\w$./{}-]|^[\w./-]+!?==?\$\{?\w+\}?$/;

function isBare({ text, unquoted, quoted }: ShellWord): boolean {
  return !quoted && unquoted.length === 1 && /^\$(?:\w+|\{\w+\})$/.test(text);
}

function quote({ span: at, text }: ShellWord): Fix {
  return {
    title: `Quote "${text}"`,
    safety: 'review',
    edits: [
      { span: span(at.source, at.start, at.start), text: '"' },
      { span: span(at.source, at.end, at.end), text: '"' },
    ],
  };
}
