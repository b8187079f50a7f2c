import { defineRule, effective, skip } from '../../core/rule.ts';
import { listed } from '../shared/listed.ts';

const compose =
  'services:\n  web:\n    image: nginx:1.30.1-alpine\n    volumes:\n      - ./site:/srv/site:ro\n      - ./site.conf:/etc/nginx/conf.d/default.conf:ro\n';
const example = (...lines: readonly string[]) => ({
  'compose.yaml': compose,
  'site/.env': 'TOKEN=\n',
  'site/index.html': '<!doctype html>\n',
  'site.conf': `server {\n    listen 80;\n    root /srv/site;\n${lines.map((line) => `    ${line}\n`).join('')}}\n`,
});

/** Below a served folder, nobody's business. `.well-known` is there to be served. */
const hidden = /(?:^|\/)\.(?!well-known(?:\/|$))(?:git|svn|hg|env|ht|aws|ssh|npmrc|docker|vscode|idea)[^/]*/;
const leftOver = /\.(?:sql|bak|swp|orig|old|sqlite3?|dump|tar\.gz|sql\.gz)$/i;
/** What stands for an example holds nothing. */
const harmless = /\.(?:example|sample|dist|template)$|(?:^|\/)\.git(?:keep|ignore|attributes)$/;

export default defineRule({
  id: 'nginx/exposed-private-files',
  title: 'Private files below a served folder',
  category: 'security',
  severity: 'warning',
  priority: 0,
  remedy: 'Serve a folder that holds nothing else, or refuse such paths.',
  rationale:
    'nginx sends every file below `root` to whoever asks for it. Scanners ask every site for `/.env`, `/.git/config` and dumps of the database, within hours of its first certificate. ' +
    'A folder that holds the built files alone cannot give anything else away.',
  references: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#root'],
  catalogue: ['nginx/dotfiles-exposed', 'nginx/sensitive-files'],
  production: true,
  on: 'server',
  bad: example(),
  good: example('location ~ /\\. {', '    deny all;', '}'),
  *check({ server, nginx, deployment }) {
    const [root] = effective(server.directive, 'root');
    const path = root?.args[0]?.text;
    if (!root || path === undefined || path.includes('$') || server.redirectsOnly) return skip;
    // Some location refuses what its expression matches: which paths those are is for its author to know.
    const refuses = (kind: RegExp) =>
      server.locations.some(
        (one) =>
          kind.test(one.path) &&
          one.directive.children!.some(
            ({ name }) => name === 'deny' || name === 'return' || name === 'internal',
          ),
      );
    const noHidden = refuses(/\\?\/\\?\.|\\\./);
    const noLeftOver = refuses(/sql|bak|~\$/);
    for (const service of nginx.services) {
      const folder = service.projectFile(path);
      if (folder === undefined || !deployment.tree.isFolder(folder)) continue;
      const names = deployment.tree
        .below(folder)
        .map((file) => file.slice(folder.length + 1))
        .filter((file) => !harmless.test(file) && !file.includes('node_modules/'));
      const open = names.filter(
        (file) => (!noHidden && hidden.test(file)) || (!noLeftOver && leftOver.test(file)),
      );
      if (open.length === 0) continue;
      yield {
        at: root.span,
        message: `"${path}" is "${deployment.show(folder)}", and ${listed([...open].slice(0, 3).map((file) => `"/${file}"`))} ${open.length === 1 ? 'is' : 'are'} sent to whoever asks.`,
      };
      return;
    }
  },
});
