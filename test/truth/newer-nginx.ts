/** Directives that Debian's nginx-light 1.22 does not know, with the version or module that brings them; from nginx.org's documentation, July 2026. */
export const newerDirectives: Readonly<Record<string, string>> = {
  http2: '1.25.1',
  http3: '1.25.0',
  quic_gso: '1.25.0',
  quic_retry: '1.25.0',
  ssl_key_log: '1.27.2',
  ssl_object_cache_inheritable: '1.27.4',
  ssl_certificate_cache: '1.27.4',
  ssl_ech_file: '1.29.4',
  add_header_inherit: '1.29.3',
  add_trailer_inherit: '1.29.3',
  stream: 'module ngx_stream_core_module',
  mail: 'module ngx_mail_core_module',
};

/** Parameters of directives that it does not know. */
export const newerParameters: Readonly<Record<string, string>> = {
  quic: '1.25.0',
  resolve: '1.27.3',
  multipath: '1.29.7',
};

/** Directives that it does not take everywhere yet; both stand in upstream blocks too. */
export const newerPlaces: Readonly<Record<string, string>> = {
  resolver: '1.27.3',
  resolver_timeout: '1.27.3',
};

interface Copy {
  readonly path: string;
  readonly at: string;
  readonly text: string;
}

export interface NewerSyntax<C extends Copy = Copy> {
  /** What it is and since when: `http2 (1.25.1)`. */
  readonly name: string;
  readonly copy: C;
  /** 1-based. */
  readonly line: number;
  readonly word: string;
  readonly what: 'directive' | 'parameter';
}

/** The newer syntax that nginx stumbled over; undefined where its complaint is another. */
export function newerSyntax<C extends Copy>(
  output: string,
  copies: readonly C[],
): NewerSyntax<C> | undefined {
  const misplaced = /\[emerg\][^\n]*?(")(\w+)" directive is not allowed here in (\S+):(\d+)/.exec(output);
  const match =
    misplaced ??
    /\[emerg\][^\n]*?(unknown directive|invalid parameter) "([^"]+)"(?: in (\S+):(\d+))?/.exec(output);
  if (!match) return undefined;
  const [, kind, word = '', path, line] = match;
  const what = kind === 'invalid parameter' ? 'parameter' : 'directive';
  const known = misplaced ? newerPlaces : what === 'directive' ? newerDirectives : newerParameters;
  const since = known[word];
  const copy = copies.find((one) => one.at === path);
  return since === undefined || !copy
    ? undefined
    : { name: `${word} (${since})`, copy, line: Number(line), word, what };
}

/** The text without it. nginx names the line on which a directive ends: it is looked for from there upwards. */
export function withoutNewer({ copy, line, word, what }: NewerSyntax): string {
  const lines = copy.text.split('\n');
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern =
    what === 'parameter'
      ? new RegExp(`\\s${escaped}(?=[\\s;])`)
      : new RegExp(`(?<=^|[\\s;{}])${escaped}\\s[^;{]*(?:;|\\{[^}]*\\})`);
  for (let at = line - 1; at >= 0; at--) {
    if (!pattern.test(lines[at]!)) continue;
    lines[at] = lines[at]!.replace(pattern, '');
    return lines.join('\n');
  }
  throw new Error(`"${word}" is not found in ${copy.path} above line ${line}.`);
}
