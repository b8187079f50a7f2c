import { type Directive, defineRule, effective, type Location, skip } from '../../core/rule.ts';
import { listed } from '../shared/listed.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { locationName } from '../shared/nginx-places.ts';

const example = (modifier: string) =>
  inHttp(
    'server {',
    '  listen 8080;',
    `  location ${modifier}/api/ {`,
    '    proxy_pass http://127.0.0.1:3000;',
    '  }',
    '  location ~* \\.(js|css|png)$ {',
    '    root /srv/static;',
    '  }',
    '}',
  );

/** `\.(js|css)$` and its like: paths of any folder, told by their end. */
const byEnding = /^(?:\^|\/|\(?\.[*+]\)?)*\\\.(?:\((?:\?:)?([\w|?]+)\)|(\w+))\$$/;

/** Paths with something below them; a single page such as `/health` has no files. */
const folder = /\/$|\/(?:api|v\d+|uploads?|media|files?|storage|images?|img|static|assets|admin)$/;

export default defineRule({
  id: 'deployment/shadowed-prefix-location',
  title: 'A pattern takes requests from a proxied path',
  category: 'correctness',
  severity: 'warning',
  priority: 2,
  remedy: 'Write `^~` before the prefix: then no pattern is asked.',
  strength: 'No pattern takes requests from a proxied path',
  rationale:
    'nginx looks for the longest prefix first and then asks the regular expressions all the same; the first that matches wins. ' +
    'A pattern for built files by their ending thereby takes `/api/report.js` or `/uploads/photo.png` away from the service behind the prefix, and another one, or the disk, answers with 404.',
  references: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#location'],
  catalogue: ['deployment/regex-location-shadows-prefix'],
  on: 'location',
  bad: { 'nginx.conf': example('') },
  good: { 'nginx.conf': example('^~ ') },
  *check({ location, server }) {
    const { modifier, path, parent, pathSpan, directive } = location;
    if (modifier !== '' || parent || path === '/' || !folder.test(path) || /[${%]/.test(path)) return skip;
    const own = directive.first('proxy_pass');
    if (!own || server.locations.some((one) => one.parent === location)) return skip;
    const patterns = server.locations.filter(
      (one) => !one.parent && (one.modifier === '~' || one.modifier === '~*'),
    );
    for (const pattern of patterns) {
      const endings = byEnding.exec(pattern.path);
      if (!endings || !answersOtherwise(pattern, own)) continue;
      const words = (endings[1] ?? endings[2] ?? '').split('|').map((word) => `.${word.replaceAll('?', '')}`);
      // It may be a pattern for files below this very path that asks to be tried first.
      const others = patterns.some((one) => one !== pattern && one.path.includes(path.replace(/\/$/, '')));
      yield {
        at: pathSpan,
        message: `Requests below "${path}" that end in ${listed(words, 4)} go to ${locationName(pattern)}: nginx prefers a pattern to a prefix.`,
        related: [{ at: pattern.pathSpan, message: 'It takes them.' }],
        ...(!others && {
          fix: {
            title: `Write "^~" before "${path}"`,
            safety: 'review' as const,
            edits: [{ span: { ...pathSpan, end: pathSpan.start }, text: '^~ ' }],
          },
        }),
      };
      return;
    }
  },
});

/** Whether a pattern's location answers from files, or by another upstream than the prefix does. */
function answersOtherwise({ directive }: Location, prefix: Directive): boolean {
  const has = (name: string) => directive.first(name) !== undefined;
  if (has('return') || has('deny') || has('rewrite') || has('fastcgi_pass') || has('error_page') || has('if'))
    return false;
  if (directive.first('try_files')?.args.at(-1)?.text.startsWith('@')) return false;
  const pass = directive.first('proxy_pass');
  if (pass) {
    const [target, before] = [targetOf(pass), targetOf(prefix)];
    return target !== undefined && before !== undefined && target !== before;
  }
  return effective(directive, 'root').length > 0 || has('alias');
}

/** Host and port that a `proxy_pass` names; undefined where they are decided at run time. */
function targetOf(directive: Directive): string | undefined {
  return /^\w+:\/\/([^/$]+)(?=\/|$)/.exec(directive.args[0]?.text ?? '')?.[1];
}
