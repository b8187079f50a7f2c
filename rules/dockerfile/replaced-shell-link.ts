import { defineRule } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/replaced-shell-link',
  title: '`/bin/sh` replaced by a link',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy: 'Choose the shell of the build with SHELL.',
  strength: 'The shell of builds is chosen with SHELL',
  rationale:
    'Scripts of the distribution’s packages are written and tested for the `/bin/sh` that they come with, and an update of that package puts it back. `SHELL` changes what RUN, CMD and ENTRYPOINT are run with, and says so where others look for it.',
  references: ['https://docs.docker.com/reference/dockerfile/#shell'],
  catalogue: ['dockerfile/shell-instruction'],
  peers: ['hadolint:DL4005'],
  on: 'run',
  names: ['ln'],
  bad: `FROM debian:13-slim
RUN ln -sf /bin/bash /bin/sh
USER nobody
`,
  good: `FROM debian:13-slim
SHELL ["/bin/bash", "-c"]
USER nobody
`,
  *check({ run }) {
    for (const { call } of run.commands) {
      const target = call?.program === 'ln' ? call.args.at(-1) : undefined;
      if (!target || !/^(?:\/usr)?\/bin\/sh$/.test(target.text)) continue;
      const shell = call!.args.at(-2)?.text ?? 'another program';
      yield {
        at: target.span,
        message: `"${target.text}" becomes a link to "${shell}", for every script of the image.`,
      };
    }
  },
});
