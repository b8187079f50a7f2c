import { defineRule, replaceArgument, skip } from '../../core/rule.ts';
import { mozillaIntermediate } from '../facts/tls.ts';
import { inHttp } from '../shared/nginx-example.ts';

/** Seconds; what SSL Labs' rating asks for at least (SSL Server Rating Guide 2009r, 2025). */
const halfAYear = 15_552_000;
const example = (value: string) =>
  inHttp('server {', '  listen 8080;', `  add_header Strict-Transport-Security "${value}" always;`, '}');

export default defineRule({
  id: 'nginx/weak-hsts',
  title: 'Strict-Transport-Security that protects little',
  category: 'tls',
  severity: 'info',
  priority: 3,
  remedy: 'Hold it for half a year or more, and preload only with `includeSubDomains`.',
  rationale:
    'A browser forgets the rule after `max-age` seconds, and the next visit is open again to whoever sits on the line. ' +
    'The preload list takes no site whose rule does not cover its subdomains and a year.',
  references: ['https://www.rfc-editor.org/rfc/rfc6797', 'https://hstspreload.org/'],
  catalogue: ['nginx/hsts-weak'],
  production: true,
  on: 'directive',
  names: ['add_header'],
  bad: example('max-age=3600'),
  good: example('max-age=63072000'),
  *check({ directive }) {
    const { args } = directive;
    const [header, value] = args;
    if (header?.text.toLowerCase() !== 'strict-transport-security' || !value) return skip;
    const seconds = /max-age\s*=\s*"?(\d+)/i.exec(value.text)?.[1];
    if (seconds === undefined || value.text.includes('$')) return;
    const longer = value.text.replace(/(max-age\s*=\s*"?)\d+/i, `$1${mozillaIntermediate.hstsMaxAge}`);
    const fix = (title: string, text: string) => ({
      title,
      safety: 'review' as const,
      edits: [replaceArgument(value, text)],
    });
    // Zero takes the rule back, on purpose.
    if (Number(seconds) > 0 && Number(seconds) < halfAYear) {
      yield {
        at: value.span,
        message: `Browsers forget after ${seconds} seconds that this site is for HTTPS only.`,
        fix: fix('Hold it for two years', longer),
      };
    } else if (/\bpreload\b/i.test(value.text) && !/includesubdomains/i.test(value.text)) {
      yield {
        at: value.span,
        message: '"preload" without "includeSubDomains" is refused by the preload list.',
        fix: fix('Take "preload" out', value.text.replace(/;?\s*preload\b/i, '')),
      };
    }
  },
});
