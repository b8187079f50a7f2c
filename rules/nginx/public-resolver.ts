import { type DeployedNginx, defineRule, replaceArgument, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

/** Docker's own resolver in every container of a network of one's own. */
const dockerResolver = '127.0.0.11';
const own =
  /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|\[(?:::1|f[cde]))/i;

export default defineRule({
  id: 'nginx/public-resolver',
  title: 'Names looked up at a public resolver',
  category: 'security',
  severity: 'warning',
  priority: 2,
  remedy: 'Ask a resolver of your own: `127.0.0.11` in a container.',
  rationale:
    'nginx takes the first answer that carries the right number, and answers come over a line that others may write on: whoever does decides where requests go. ' +
    'A public resolver also knows nothing of the names of Docker’s networks.',
  references: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#resolver'],
  catalogue: ['nginx/resolver-external'],
  peers: ['gixy:resolver_external'],
  on: 'directive',
  names: ['resolver'],
  bad: inHttp('resolver 8.8.8.8 valid=30s;'),
  good: inHttp('resolver 127.0.0.11 valid=30s;'),
  *check({ directive, nginx }) {
    const servers = directive.args.filter(({ text }) => !/^(?:valid|ipv[46]|status_zone)=/.test(text));
    if (servers.length === 0 || servers.some(({ text }) => text.includes('$'))) return skip;
    const foreign = servers.filter(({ text }) => !own.test(text) && /^[\d.]+(?::\d+)?$|^\[/.test(text));
    const [first] = foreign;
    if (!first) return;
    const onlyStapling = directive.parent && !usesNames(nginx);
    yield {
      at: first.span,
      message: `Names are looked up at ${first.text}, a public resolver.`,
      ...(onlyStapling && { severity: 'info' as const, priority: 3 as const }),
      ...(servers.length === 1 &&
        inContainer(nginx) && {
          fix: {
            title: `Ask ${dockerResolver}`,
            safety: 'review' as const,
            edits: [replaceArgument(first, dockerResolver)],
          },
        }),
    };
  },
});

/** Whether requests go to names that are looked up at run time; otherwise the resolver only serves OCSP. */
function usesNames({ config }: DeployedNginx): boolean {
  return (
    config.proxies.some(({ dynamic }) => dynamic) ||
    config.upstreams.some(({ peers }) =>
      peers.some(({ directive }) => directive.args.some(({ text }) => text === 'resolve')),
    )
  );
}

function inContainer({ services }: DeployedNginx): boolean {
  return services.every(({ service }) => service.scalar('network_mode') === undefined);
}
