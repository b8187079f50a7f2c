import { defineRule, type InstructionSubject, type ShellCommand, type Span } from '../../core/rule.ts';

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
  *check({ instruction, stage }) {
    if (instruction.name === 'ENV' || instruction.name === 'ARG') yield* variables({ instruction, stage });
    const run =
      instruction.name === 'RUN' && stage?.stage.runs.find((one) => one.instruction === instruction);
    if (!run) return;
    for (const command of run.commands) {
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
  readonly peer?: string;
}

const settings: readonly { readonly name: RegExp; readonly value: RegExp; readonly peer: string }[] = [
  { name: /^PYTHONHTTPSVERIFY$/, value: /^0$/, peer: 'checkov:CKV2_DOCKER_5' },
  { name: /^NODE_TLS_REJECT_UNAUTHORIZED$/, value: /^0$/, peer: 'checkov:CKV2_DOCKER_6' },
  { name: /^npm_config_strict_ssl$/i, value: /^(?:false|0)$/i, peer: 'checkov:CKV2_DOCKER_12' },
  { name: /^GIT_SSL_NO_VERIFY$/, value: /^(?!0$|false$|no$|$)/i, peer: 'checkov:CKV2_DOCKER_14' },
  { name: /^PIP_TRUSTED_HOST$/, value: /./, peer: 'checkov:CKV2_DOCKER_16' },
];

function settingOf(name: string, value: string) {
  return settings.find((one) => one.name.test(name) && one.value.test(value));
}

function* variables({ instruction, stage }: Pick<InstructionSubject, 'instruction' | 'stage'>) {
  const definitions = stage?.stage.definitions.filter((one) => one.instruction === instruction) ?? [];
  for (const { name, nameSpan, value } of definitions) {
    const setting = value && !value.dynamic ? settingOf(name, value.value) : undefined;
    if (!setting) continue;
    const where =
      instruction.name === 'ENV' ? 'in the build and in every container of the image' : 'in the build';
    yield {
      at: nameSpan,
      message: `"${name}" is set to "${value!.value}": no certificate is verified ${where}.`,
      peers: [setting.peer],
    };
  }
}

function* switches(command: ShellCommand): Generator<Switch> {
  for (const { name, value, span } of command.assignments) {
    const setting = value && !value.dynamic ? settingOf(name, value.text) : undefined;
    if (setting) yield { at: span, what: `"${name}=${value!.text}"`, peer: setting.peer };
  }
  const { call } = command;
  if (!call || call.args.some(({ text }) => /^https?:\/\/(?:localhost|127\.|\[::1\])/.test(text))) return;
  const { program, args } = call;
  if (program === 'export') {
    for (const { text, span } of args) {
      const [name = '', value = ''] = text.split(/=(.*)/s);
      const setting = settingOf(name, value);
      if (setting) yield { at: span, what: `"${text}"`, peer: setting.peer };
    }
    return;
  }
  const flag = flags.find((one) => one.program.test(program));
  const word =
    flag &&
    args.find(
      ({ text }, index) =>
        flag.option.test(text) && !(program === 'curl' && takesNext(args[index - 1]?.text)),
    );
  if (word)
    yield { at: word.span, what: `"${program}" with "${word.text}"`, ...(flag.peer && { peer: flag.peer }) };
  const joined = args.map(({ text }) => text).join(' ');
  const phrase = phrases.find((one) => one.program.test(program) && one.words.test(joined));
  if (phrase)
    yield {
      at: call.word.span,
      what: `"${program} ${phrase.words.exec(joined)![0]}"`,
      ...(phrase.peer && { peer: phrase.peer }),
    };
}

const flags: readonly { readonly program: RegExp; readonly option: RegExp; readonly peer?: string }[] = [
  // A cluster may end in an option with a value; those behind it are not options.
  {
    program: /^curl$/,
    option: /^(?:-[fsSLgIiJNORv#]*k[fsSLgIiJNORvko#]*|--insecure|--proxy-insecure)$/,
    peer: 'checkov:CKV2_DOCKER_2',
  },
  { program: /^wget$/, option: /^--no-check-certificate$/, peer: 'checkov:CKV2_DOCKER_3' },
  {
    program: /^(?:pip[\d.]*|python[\d.]*|uv)$/,
    option: /^--(?:trusted-host|allow-insecure-host)(?:=|$)/,
    peer: 'checkov:CKV2_DOCKER_4',
  },
  {
    program: /^(?:dnf5?|yum|tdnf|yum-config-manager)$/,
    option: /sslverify=(?:0|false|no)$/i,
    peer: 'checkov:CKV2_DOCKER_15',
  },
  { program: /^apt(?:-get)?$/, option: /^(?:-o)?Acquire::(?:https::)?Verify-(?:Peer|Host)=(?:false|0|no)$/i },
  {
    program: /^(?:npm|yarn|pnpm)$/,
    option: /^--(?:no-strict-ssl|strict-ssl=false)$/,
    peer: 'checkov:CKV2_DOCKER_13',
  },
  { program: /^git$/, option: /^http\.sslVerify=(?:false|0)$/i },
];

/** curl's options whose value is the next word. */
function takesNext(text: string | undefined): boolean {
  return /^-[a-zA-Z#]*[AbcCdDeEFHKmoQrtTuUwxXyYz]$|^--(?:header|data\S*|user-agent|cookie|output)$/.test(
    text ?? '',
  );
}

const phrases: readonly { readonly program: RegExp; readonly words: RegExp; readonly peer?: string }[] = [
  {
    program: /^(?:npm|yarn|pnpm)$/,
    words: /\bconfig (?:-g |--global )?set (?:-g |--global )?strict-ssl[ =]"?false\b/,
    peer: 'checkov:CKV2_DOCKER_13',
  },
  { program: /^git$/, words: /\bconfig (?:--\S+ )*http\.sslVerify (?:false|0)\b/i },
];
