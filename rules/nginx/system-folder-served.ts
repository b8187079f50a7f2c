import { defineRule, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

const example = (root: string) => inHttp('server {', '  listen 8080;', `  root ${root};`, '}');

/** Folders of the system and of its users (Filesystem Hierarchy Standard 3.0), themselves or the whole of them. */
const systemFolders =
  /^\/(?:(?:etc(?:\/nginx|\/ssl|\/letsencrypt)?|root|home|var|var\/lib|var\/log|usr|proc|sys|dev|boot|run|run\/secrets)\/?)?$/;

export default defineRule({
  id: 'nginx/system-folder-served',
  title: 'A system folder served as a site',
  category: 'security',
  severity: 'error',
  priority: 0,
  remedy: 'Serve the folder that holds the site and nothing else.',
  rationale:
    'Everything below the root can be fetched that the worker may read: `/etc/passwd`, the configuration, keys beside it. ' +
    'No list of denied paths makes that safe.',
  references: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#root'],
  catalogue: ['nginx/root-in-etc'],
  on: 'directive',
  names: ['root', 'alias'],
  bad: example('/etc/nginx'),
  good: example('/srv/www'),
  *check({ directive }) {
    const { name, args } = directive;
    const [path] = args;
    if (!path || directive.parent?.first('internal')) return skip;
    if (!systemFolders.test(path.text)) return;
    // A path that the location spells out picks single files.
    const { parent } = directive;
    const isNarrow = parent?.name === 'location' && name === 'root' && /^=|\$/.test(parent.args[0]!.text);
    if (isNarrow) return;
    yield {
      at: path.span,
      message: `Everything in ${path.text} that nginx can read is served.`,
    };
  },
});
