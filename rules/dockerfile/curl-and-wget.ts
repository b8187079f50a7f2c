import { defineRule, type ShellCommand, skip } from '../../core/rule.ts';
import { ships } from '../shared/run-commands.ts';

export default defineRule({
  id: 'dockerfile/curl-and-wget',
  title: 'Both curl and wget in use',
  category: 'supply-chain',
  severity: 'info',
  priority: 3,
  remedy: 'Download with one of the two.',
  strength: 'Images download with one tool',
  rationale:
    'Two programs that do the same are twice the packages to install, to patch and to explain to a scanner. One of them is enough for a stage.',
  references: ['https://github.com/hadolint/hadolint/wiki/DL4001'],
  catalogue: ['dockerfile/curl-and-wget'],
  peers: ['hadolint:DL4001', 'trivy:DS-0014'],
  on: 'stage',
  bad: `FROM debian:13-slim
RUN apt-get update && apt-get install -y --no-install-recommends curl wget && rm -rf /var/lib/apt/lists/*
RUN curl -fsSLO https://example.org/a.tar.gz
RUN wget -q https://example.org/b.tar.gz
USER nobody
`,
  good: `FROM debian:13-slim
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
RUN curl -fsSLO https://example.org/a.tar.gz
RUN curl -fsSLO https://example.org/b.tar.gz
USER nobody
`,
  *check(deployed) {
    const { stage, base } = deployed;
    if (!ships(deployed)) return skip;
    const commands = stage.runs.flatMap((run) => run.commands);
    const curl = commands.find((command) => calls(command, 'curl'));
    const wget = commands.find((command) => calls(command, 'wget'));
    if (!curl?.call || !wget?.call) return;
    // Both come with the base image, whatever is used here.
    if (base?.tools?.includes('curl') && base.tools.includes('wget')) return;
    const [first, second] =
      curl.span.start < wget.span.start ? [curl.call, wget.call] : [wget.call, curl.call];
    yield {
      at: second.word.span,
      message: `"${second.program}" downloads here and "${first.program}" elsewhere in this stage: one of them would do.`,
      related: [{ at: first.word.span, message: `"${first.program}" is used here.` }],
    };
  },
});

function calls({ call }: ShellCommand, program: string): boolean {
  return call?.program === program;
}
