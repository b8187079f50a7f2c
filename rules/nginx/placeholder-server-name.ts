import { defineRule, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

/** Names that documentation and generators put in the place of one's own; RFC 2606 keeps the first ones free for that. */
const placeholder =
  /^(?:www\.|api\.|\*\.)?(?:example\.(?:com|org|net)|(?:your|my)[-_]?(?:domain|site|server|app|host)(?:[-_]?name)?(?:\.\w+)?|domain\.(?:com|tld)|server[-_]?domain[-_]?or[-_]?ip|changeme|site\.com)$/i;
const example = (name: string) => inHttp('server {', '  listen 8080;', `  server_name ${name};`, '}');

export default defineRule({
  id: 'nginx/placeholder-server-name',
  title: 'Server name that was to be replaced',
  category: 'correctness',
  severity: 'warning',
  priority: 2,
  remedy: 'Write the name that clients ask for.',
  rationale:
    'A server answers for the names that it is given. ' +
    'With the placeholder of an example the requests for the real name go to another server, or to the first one by chance.',
  references: ['https://nginx.org/en/docs/http/server_names.html'],
  catalogue: ['nginx/placeholder-server-name'],
  production: true,
  on: 'directive',
  names: ['server_name'],
  bad: example('your-domain.com'),
  good: example('shop.test'),
  *check({ directive }) {
    const found = directive.args.find(({ text }) => placeholder.test(text));
    if (directive.args.length === 0) return skip;
    if (!found) return;
    yield {
      at: found.span,
      message: `"${found.text}" is the name of an example: requests for the real one go elsewhere.`,
    };
  },
});
