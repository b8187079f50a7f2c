import { defineRule, type ShellCommand, type ShellWord, type Span, textOf } from '../../core/rule.ts';
import { callText } from '../shared/run-commands.ts';

export default defineRule({
  id: 'dockerfile/clear-text-download',
  title: 'Download without TLS',
  category: 'supply-chain',
  severity: 'warning',
  priority: 2,
  remedy: 'Download over https, or compare a checksum.',
  strength: 'Downloads in builds go over TLS or are checked',
  rationale:
    'Over plain http nobody vouches for what arrives: every network between the builder and the server can put another file in its place, which then is part of the image. Repositories of apt are signed and may be read over http.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#add---checksum',
    'https://cwe.mitre.org/data/definitions/319.html',
  ],
  catalogue: ['dockerfile/clear-text-download'],
  peers: ['sonar:S5332'],
  on: 'instruction',
  bad: `FROM debian:13-slim
RUN curl -fsSLO http://downloads.example.org/tool.tar.gz
USER nobody
`,
  good: `FROM debian:13-slim
RUN curl -fsSLO https://downloads.example.org/tool.tar.gz
USER nobody
`,
  *check({ instruction, run }) {
    if (instruction.name === 'ADD') {
      if (instruction.flags.some(({ name }) => name === 'checksum')) return;
      for (const { text, span } of instruction.words.slice(0, -1))
        if (isPublic(text)) yield finding('ADD', text, span);
      return;
    }
    if (!textOf(instruction.span).includes('http://')) return;
    const commands = run?.commands ?? [];
    const words = commands.flatMap((command) => {
      const word = urlOf(command);
      return word ? [{ program: command.call!.program, word }] : [];
    });
    // A checksum or a signature in the same step vouches for what was downloaded.
    if (words.length === 0 || commands.some((command) => vouches(command))) return;
    for (const { program, word } of words) yield finding(`"${program}"`, word.text, word.span);
  },
});

function finding(what: string, url: string, at: Span) {
  const host = /http:\/\/(?:[^/@]*@)?([^/:]+)/.exec(url)?.[1] ?? url;
  return {
    at,
    message: `${what} takes a file from "${host}" over http: whoever is on the way can replace it.`,
  };
}

/** http to a host that is none of one's own: with a dot in its name, and no address of a private network. */
function isPublic(text: string): boolean {
  const host = /^(?:--?[\w-]+=)?http:\/\/(?:[^/@$]*@)?([A-Za-z0-9.-]+)/.exec(text)?.[1]?.toLowerCase();
  if (host === undefined || !host.includes('.')) return false;
  return !/(?:\.(?:local|internal|lan|localhost|test|corp|intranet|home|svc)|^(?:127|10|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254)\.[\d.]+)$/.test(
    host,
  );
}

function urlOf({ call }: ShellCommand): ShellWord | undefined {
  if (!call) return undefined;
  const { program, args } = call;
  const [verb] = args;
  const takes =
    /^(?:curl|wget|aria2c)$/.test(program) ||
    (program === 'git' && args.some(({ text }) => text === 'clone')) ||
    (/^pip[\d.]*$/.test(program) && verb?.text === 'install') ||
    (/^(?:npm|yarn|pnpm|gem)$/.test(program) && args.some(({ text }) => /registry|source|^http:/.test(text)));
  return takes ? args.find(({ text }, index) => isPublic(text) && !isSent(args[index - 1]?.text)) : undefined;
}

/** The value of an option that sends it or goes through it. */
function isSent(option: string | undefined): boolean {
  return /^(?:-[HdexA]|--(?:header|data\S*|proxy|referer|user-agent|preproxy))$/.test(option ?? '');
}

function vouches(command: ShellCommand): boolean {
  return /^(?:(?:sha(?:1|224|256|384|512)|b2|md5)sum|shasum|gpg|gpgv|cosign|minisign|openssl dgst|rpm --import)\b/.test(
    callText(command),
  );
}
