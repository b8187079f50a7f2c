import {
  defineRule,
  type InstructionSubject,
  type ShellCall,
  type ShellCommand,
  type Span,
} from '../../core/rule.ts';
import { verificationSwitches, verificationVariable } from '../facts/tls-verification.ts';

export default defineRule({
  id: 'dockerfile/disabled-tls-verification',
  title: 'TLS certificates not verified',
  category: 'security',
  severity: 'error',
  priority: 1,
  remedy: 'Let certificates be verified, and add the authority’s certificate where it is a private one.',
  strength: 'Certificates are verified in builds and images',
  rationale:
    'Without verification TLS encrypts for whoever answers. A proxy or a spoofed DNS answer then puts its own file into the image; set by ENV, it also holds for every connection of the running container, and the passwords that go over it.',
  references: [
    'https://curl.se/docs/sslcerts.html',
    'https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue',
  ],
  catalogue: ['dockerfile/tls-verification-off'],
  peers: [
    'checkov:CKV2_DOCKER_2',
    'checkov:CKV2_DOCKER_3',
    'checkov:CKV2_DOCKER_4',
    'checkov:CKV2_DOCKER_5',
    'checkov:CKV2_DOCKER_6',
    'checkov:CKV2_DOCKER_12',
    'checkov:CKV2_DOCKER_13',
    'checkov:CKV2_DOCKER_14',
    'checkov:CKV2_DOCKER_15',
    'checkov:CKV2_DOCKER_16',
  ],
  on: 'instruction',
  bad: `FROM debian:13-slim
RUN curl -fsSkLO https://example.org/tool.tar.gz
USER nobody
`,
  good: `FROM debian:13-slim
RUN curl -fsSLO https://example.org/tool.tar.gz
USER nobody
`,
  *check({ instruction, stage, run }) {
    if (instruction.name === 'ENV' || instruction.name === 'ARG') yield* variables({ instruction, stage });
    for (const command of run?.commands ?? []) {
      for (const { at, what, peer } of switches(command)) {
        yield {
          at,
          message: `${what} verifies no certificate: anybody on the way can put another file in place.`,
          peers: peer ? [peer] : [],
        };
      }
    }
  },
});

interface Switch {
  readonly at: Span;
  readonly what: string;
  readonly peer: string | undefined;
}

function* variables({ instruction, stage }: Pick<InstructionSubject, 'instruction' | 'stage'>) {
  const definitions = stage?.stage.definitions.filter((one) => one.instruction === instruction) ?? [];
  for (const { name, nameSpan, value } of definitions) {
    const known = value && !value.dynamic ? verificationVariable(name, value.value) : undefined;
    if (!known) continue;
    const where =
      instruction.name === 'ENV' ? 'in the build and in every container of the image' : 'in the build';
    yield {
      at: nameSpan,
      message: `"${name}" is set to "${value!.value}": no certificate is verified ${where}.`,
      peers: [known.peer],
    };
  }
}

function* switches(command: ShellCommand): Generator<Switch> {
  const { call, assignments } = command;
  for (const { name, value, span } of assignments) {
    const known = value && !value.dynamic ? verificationVariable(name, value.text) : undefined;
    if (known) yield { at: span, what: `"${name}=${value!.text}"`, peer: known.peer };
  }
  if (call?.program === 'export') yield* exported(call);
  const known = call && verificationSwitches.find(({ program }) => program.test(call.program));
  if (!known || call.args.some(({ text }) => /^https?:\/\/(?:localhost|127\.|\[::1\])/.test(text))) return;
  const { program, args } = call;
  const word = args.find(({ text }, index) => {
    return known.option?.test(text) && !(program === 'curl' && takesNext(args[index - 1]?.text));
  });
  if (word) yield { at: word.span, what: `"${program}" with "${word.text}"`, peer: known.peer };
  const words = known.words?.exec(args.map(({ text }) => text).join(' '))?.[0];
  if (words !== undefined) yield { at: call.word.span, what: `"${program} ${words}"`, peer: known.peer };
}

function* exported({ args }: ShellCall): Generator<Switch> {
  for (const { text, span } of args) {
    const [name = '', value = ''] = text.split(/=(.*)/s);
    const known = verificationVariable(name, value);
    if (known) yield { at: span, what: `"${text}"`, peer: known.peer };
  }
}

/** curl's options whose value is the next word. */
function takesNext(text: string | undefined): boolean {
  return /^-[a-zA-Z#]*[AbcCdDeEFHKmoQrtTuUwxXyYz]$|^--(?:header|data\S*|user-agent|cookie|output)$/.test(
    text ?? '',
  );
}
