/** What a health check asks in its own container. */
export interface AskedAddress {
  readonly scheme: 'http' | 'https' | undefined;
  readonly port: number;
  /** The port as written; empty where it is the scheme's. */
  readonly written: string;
  /** With its `/`; undefined where no page is asked for. */
  readonly path: string | undefined;
}

const own = '(?:localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0|\\[::1\\])';
const url = new RegExp(`\\b(https?)://${own}(?::(\\d{1,5}))?(?![\\w.:$])(/[^\\s'"|;&<>)\`]*)?`, 'g');
const bare = new RegExp(
  `(?:^|\\s)["']?${own}(?::(\\d{1,5}))?(?![\\w.:$])(/[^\\s'"|;&<>)\`]*)?(?=$|[\\s"'])`,
  'g',
);
const socket = new RegExp(`(?:^|\\s)nc\\s(?:-\\w+\\s+(?:\\d+\\s+)?)*${own}\\s+(\\d{1,5})(?=$|[\\s;|&])`, 'g');

/**
 * The one address of its own container that a health check asks.
 * @param script the check's words in one line, without `CMD`
 * @returns undefined where it asks none, several, or one that is decided at run time
 */
export function askedAddress(script: string): AskedAddress | undefined {
  if (!/localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]/.test(script)) return undefined;
  const urls = [...script.matchAll(url)];
  if (urls.length > 1 || /\$[{(]?\w/.test(script)) return undefined;
  const [found] = urls;
  if (found) {
    const [, scheme, port = '', path] = found;
    return {
      scheme: scheme === 'https' ? 'https' : 'http',
      port: port === '' ? (scheme === 'https' ? 443 : 80) : Number(port),
      written: port,
      path: path ?? '/',
    };
  }
  const [asked, second] = /\b(?:curl|wget)\b/.test(script) ? [...script.matchAll(bare)] : [];
  if (second) return undefined;
  if (asked)
    return { scheme: 'http', port: Number(asked[1] ?? 80), written: asked[1] ?? '', path: asked[2] ?? '/' };
  const [dialled] = [...script.matchAll(socket)];
  const port = dialled?.[1];
  return port === undefined
    ? undefined
    : { scheme: undefined, port: Number(port), written: port, path: undefined };
}
