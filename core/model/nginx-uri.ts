/** What nginx does to a request's URI. Texts here have one character for each byte, as nginx sees them. */

/** A text as bytes: each character stands for one. */
export function toBytes(text: string): string {
  if (!/[^\0-\x7f]/.test(text)) return text;
  return encodeURIComponent(text.replace(/[\ud800-\udfff]/g, lone)).replace(/%([0-9A-F]{2})/g, (_, digits) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

function lone(half: string, at: number, whole: string): string {
  const other =
    half < '\udc00' ? whole.charCodeAt(at + 1) >> 10 === 0x37 : whole.charCodeAt(at - 1) >> 10 === 0x36;
  return other ? half : '\ufffd';
}

/** Bytes as a text to show. */
export function fromBytes(bytes: string): string {
  if (!/[^\0-\x7f]/.test(bytes)) return bytes;
  const escaped = [...bytes].map((one) =>
    one > '\x7f' || one === '%' ? `%${one.charCodeAt(0).toString(16).padStart(2, '0')}` : one,
  );
  try {
    return decodeURIComponent(escaped.join(''));
  } catch {
    return bytes;
  }
}

export interface SplitTarget {
  /** Decoded, without dot segments. */
  readonly uri: string;
  /** After the first `?`, as sent. */
  readonly args: string;
  /** A `%` or a `+` stood in the path: captures are then escaped when they go into a new URI. */
  readonly quoted: boolean;
}

/**
 * A request target as nginx reads it: percent-decoded, slashes merged, dot segments carried out.
 * Source: ngx_http_parse_complex_uri in ngx_http_parse.c.
 * @returns undefined where nginx answers 400 (a NUL, a broken escape, `..` above the root).
 */
export function normalizeTarget(target: string, mergeSlashes: boolean): SplitTarget | undefined {
  const bytes = toBytes(target.replace(/#.*$/s, ''));
  const question = bytes.indexOf('?');
  const path = question < 0 ? bytes : bytes.slice(0, question);
  const args = question < 0 ? '' : bytes.slice(question + 1);
  if (!path.startsWith('/')) return undefined;
  const decoded = decode(path);
  if (decoded === undefined) return undefined;
  const uri = withoutDots(decoded, mergeSlashes);
  return uri === undefined ? undefined : { uri, args, quoted: /[%+]/.test(path) };
}

function decode(path: string): string | undefined {
  if (!path.includes('%')) return path;
  if (/%(?![0-9a-fA-F]{2})|%00/.test(path)) return undefined;
  return path.replace(/%(..)/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16)));
}

function withoutDots(path: string, mergeSlashes: boolean): string | undefined {
  const parts = path.slice(1).split('/');
  const kept: string[] = [];
  for (const [index, part] of parts.entries()) {
    const last = index === parts.length - 1;
    if (part === '' && mergeSlashes && !last) continue;
    if (part === '..') {
      if (kept.length === 0) return undefined;
      kept.pop();
    } else if (part !== '.') {
      kept.push(part);
      continue;
    }
    if (last) kept.push('');
  }
  return `/${kept.join('/')}`;
}

/** Not left as they are in a path: " ", `"`, "#", "%", "<", ">", "?", and what is not allowed (ngx_escape_uri, NGX_ESCAPE_URI). */
export function escapeUri(uri: string): string {
  return uri.replace(/[\0-\x20"#%<>?\\^`{|}\x7f-\xff]/g, percent);
}

/** As in arguments (NGX_ESCAPE_ARGS): also "&", "+" and ";". */
export function escapeArguments(text: string): string {
  return text.replace(/[\0-\x20"#%&+;<>?\\^`{|}\x7f-\xff]/g, percent);
}

function percent(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** What a redirecting `rewrite` does to its target: escapes of printable characters are undone, up to the `?` (NGX_UNESCAPE_REDIRECT). */
export function unescapeRedirect(text: string): string {
  const pieces = /^([^?]*?)(\?.*|%3[fF].*)?$/s.exec(text);
  const [, path = text, rest = ''] = pieces ?? [];
  const undone = path.replace(/%([0-9a-fA-F]{2})/g, (whole, digits) => {
    const byte = Number.parseInt(digits, 16);
    return byte > 0x25 && byte < 0x7f ? String.fromCharCode(byte) : whole;
  });
  return undone + rest.replace(/^%3[fF]/, '?');
}

/** A URI with its arguments behind a `?`, apart. */
export function splitArguments(text: string): { readonly uri: string; readonly args: string } {
  const question = text.indexOf('?');
  return question < 0
    ? { uri: text, args: '' }
    : { uri: text.slice(0, question), args: text.slice(question + 1) };
}
