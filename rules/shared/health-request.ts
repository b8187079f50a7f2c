import {
  type ComposeScalar,
  type DeployedService,
  firstLine,
  type Healthcheck,
  nameOf,
  type Span,
  textOf,
} from '../../core/rule.ts';

/** Programs that health checks call to ask for a page. */
const requesting: ReadonlySet<string> = new Set([
  'curl',
  'wget',
  'http',
  'node',
  'python',
  'python3',
  'php',
  'ruby',
]);

/** How each program asks for a page and fails where there is none. Single quotes stand inside: nothing is expanded. */
const requests: readonly { readonly program: string; readonly words: (url: string) => readonly string[] }[] =
  [
    { program: 'wget', words: (url) => ['wget', '-q', '-O', '/dev/null', url] },
    { program: 'curl', words: (url) => ['curl', '-fsS', '-o', '/dev/null', url] },
    {
      program: 'node',
      words: (url) => [
        'node',
        '-e',
        `fetch('${url}').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`,
      ],
    },
    {
      program: 'python3',
      words: (url) => ['python3', '-c', `import urllib.request; urllib.request.urlopen('${url}', timeout=5)`],
    },
    {
      program: 'php',
      words: (url) => ['php', '-r', `exit(@file_get_contents('${url}') === false ? 1 : 0);`],
    },
    {
      program: 'ruby',
      words: (url) => [
        'ruby',
        '-rnet/http',
        '-e',
        `exit Net::HTTP.get_response(URI('${url}')).is_a?(Net::HTTPSuccess)`,
      ],
    },
  ];

/**
 * The health check that asks for the same page with a program that the service's image has.
 * @param words the present check without `CMD`.
 * @returns words of a `CMD` test; undefined where the check asks for no page or no such program is known to be there.
 */
export function sameRequest(
  deployed: DeployedService,
  program: string,
  words: readonly string[],
): readonly string[] | undefined {
  if (!requesting.has(program)) return undefined;
  const text = words.join(' ');
  const url = /\bhttps?:\/\/[^\s'"|;&<>)]+/.exec(text)?.[0] ?? bareHost(text);
  if (url === undefined || url.includes('$')) return undefined;
  return requests
    .find((one) => one.program !== program && deployed.hasTool(one.program) === 'yes')
    ?.words(url);
}

/** `curl -f localhost:3000/health`. */
function bareHost(text: string): string | undefined {
  const host = /(?:^|\s)((?:localhost|127\.0\.0\.1)(?::\d+)?(?:\/[^\s'"|;&<>)]*)?)(?=$|\s)/.exec(text)?.[1];
  return host && `http://${host}`;
}

/** Programs that a Compose health check calls, each where it is named. */
export function testPrograms(
  test: NonNullable<Healthcheck['test']>,
): readonly { readonly program: string; readonly at: Span }[] {
  const items =
    test.value.kind === 'sequence'
      ? test.value.items.filter((item): item is ComposeScalar => item.kind === 'scalar')
      : [];
  if (test.form === 'cmd') {
    const word = test.words[0];
    return word === undefined ? [] : [{ program: nameOf(word), at: items[1]?.span ?? test.span }];
  }
  const script = test.value.kind === 'scalar' ? test.value : items[1];
  if (!script) return [];
  const { source, start } = script.span;
  const written = textOf(script.span);
  const shell = { program: 'sh', at: firstLine((items[0] ?? script).span) };
  const called = calledPrograms(test.words[0] ?? '').map((program) => {
    const index = written.search(new RegExp(`(?<![\\w/.-])${program.replaceAll('.', '\\.')}(?![\\w.-])`));
    return {
      program,
      at: index < 0 ? test.span : { source, start: start + index, end: start + index + program.length },
    };
  });
  return [shell, ...called];
}

/** Programs that a shell script calls: what stands where a command begins, quoted text apart. */
export function calledPrograms(script: string): readonly string[] {
  const pattern =
    /(?:^|[;&|(`!]|\b(?:if|then|do|while|until|exec|else)\s)\s*(?:(?:\/[\w.-]+)*\/)?([\w.-]+)(?=$|[\s;&|)])/g;
  const plain = script.replaceAll(/'[^']*'|"(?:\\.|[^"\\])*"/g, '_');
  return [...plain.matchAll(pattern)].flatMap((match) => match[1] ?? []);
}
