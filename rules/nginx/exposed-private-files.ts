import {
  type DeployedNginx,
  type DeployedService,
  type Directive,
  defineRule,
  effective,
  type Server,
  skip,
  walkRequest,
} from '../../core/rule.ts';
import { requestsTo } from '../shared/asked-requests.ts';
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
    if (nginx.services.length === 0 || server.redirectsOnly || !nginx.config.complete) return skip;
    const folders = servedFolders(server);
    if (folders.length === 0) return skip;
    for (const service of nginx.services) {
      for (const { directive, path, prefix } of folders) {
        const folder = service.projectFile(path);
        if (folder === undefined || !deployment.tree.isFolder(folder)) continue;
        const open = deployment.tree
          .below(folder)
          .map((file) => file.slice(folder.length + 1))
          .filter((file) => (hidden.test(file) || leftOver.test(file)) && !harmless.test(file))
          .filter((file) => !file.includes('node_modules/'))
          .slice(0, mostAsked)
          .filter((file) => isServed(nginx, service, server, prefix + file));
        if (open.length === 0) continue;
        yield {
          at: directive.span,
          message: `"${path}" is "${deployment.show(folder)}", and ${listed(open.slice(0, 3).map((file) => `"${prefix}${file}"`))} ${open.length === 1 ? 'is' : 'are'} sent to whoever asks.`,
        };
        return;
      }
    }
  },
});

const mostAsked = 60;

interface ServedFolder {
  readonly directive: Directive;
  /** In the container. */
  readonly path: string;
  /** What its files are asked for below. */
  readonly prefix: string;
}

/** Every `root` and `alias` of a server, those that it inherits too. */
function servedFolders({ directive, locations }: Server): readonly ServedFolder[] {
  const roots = [directive, ...locations.map((one) => one.directive)].flatMap((block) =>
    effective(block, 'root'),
  );
  const aliases = locations.flatMap(({ modifier, path, directive: block }) =>
    modifier === '' || modifier === '^~'
      ? block.all('alias').map((one) => ({ directive: one, prefix: path.endsWith('/') ? path : `${path}/` }))
      : [],
  );
  const all = [...new Set(roots)].map((one) => ({ directive: one, prefix: '/' }));
  return [...all, ...aliases].flatMap((one) => {
    const path = one.directive.args[0]?.text;
    return path === undefined || path.includes('$') ? [] : [{ ...one, path }];
  });
}

/** Whether a file of the project is what a request for a path is answered with. */
function isServed(nginx: DeployedNginx, service: DeployedService, server: Server, target: string): boolean {
  const { tree } = service.deployment;
  const file = (path: string) => {
    const found = service.projectFile(path);
    return found === undefined ? 'unknown' : tree.isFolder(found) ? 'folder' : 'file';
  };
  return requestsTo(server, encodeURI(target)).some((request) => {
    const answer = walkRequest(nginx.config, { ...request, file, prefix: '/etc/nginx' });
    const { outcome } = answer;
    if (answer.server !== server || outcome.kind !== 'file' || outcome.path === undefined) return false;
    return answer.status === 200 && outcome.path.endsWith(target.slice(target.lastIndexOf('/')));
  });
}
