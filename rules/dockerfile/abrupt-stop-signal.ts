import { defineRule, skip } from '../../core/rule.ts';

/** Signals with which servers end their work in peace, from their images' Dockerfiles. */
const graceful: Readonly<Record<string, readonly string[]>> = {
  nginx: ['SIGQUIT', 'QUIT', '3'],
  httpd: ['SIGWINCH', 'WINCH', '28'],
  php: ['SIGQUIT', 'QUIT', '3', 'SIGWINCH', 'WINCH', '28'],
  postgres: ['SIGINT', 'INT', '2', 'SIGTERM', 'TERM', '15'],
};

export default defineRule({
  id: 'dockerfile/abrupt-stop-signal',
  title: 'Stop signal that cuts requests off',
  category: 'health',
  severity: 'info',
  priority: 3,
  remedy: 'Leave STOPSIGNAL to the base image, or name the signal for a graceful end.',
  rationale:
    'Some servers finish their requests on one signal and drop them on another: nginx ends in peace on SIGQUIT and at once on SIGTERM. ' +
    'Their images name the right one; SIGKILL is right for none.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#stopsignal',
    'https://nginx.org/en/docs/control.html',
  ],
  catalogue: ['dockerfile/stopsignal'],
  on: 'stage',
  bad: `FROM nginx:1.30
STOPSIGNAL SIGTERM
`,
  good: `FROM nginx:1.30
STOPSIGNAL SIGQUIT
`,
  *check({ stage, final, base }) {
    const instruction = stage.instructions.findLast(({ name }) => name === 'STOPSIGNAL');
    const word = instruction?.words[0];
    if (!final || !word || word.raw.includes('$')) return skip;
    const signal = word.text.toUpperCase();
    const kill = /^(?:SIG)?KILL$|^9$/.test(signal);
    const asBase = !stage.entrypoint && !stage.cmd;
    const wanted = asBase && base ? graceful[base.product] : undefined;
    if (!kill && (!wanted || wanted.includes(signal))) return;
    const better = wanted?.[0];
    yield {
      at: word.span,
      message: kill
        ? `${word.text} ends the program in the middle of whatever it does.`
        : `${base!.product} drops its requests on ${word.text}, and finishes them on ${better}.`,
      ...(better !== undefined && {
        fix: {
          title: `Write ${better}`,
          safety: 'review' as const,
          edits: [{ span: word.span, text: better }],
        },
      }),
    };
  },
});
