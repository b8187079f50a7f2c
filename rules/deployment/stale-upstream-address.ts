import {
  type DeployedNginx,
  type Directive,
  defineRule,
  type Edit,
  effective,
  type Fix,
  insertBeside,
  insertIntoBlock,
  replaceArgument,
  skip,
  versionAtLeast,
} from '../../core/rule.ts';
import { upstreamResolveSince } from '../facts/nginx-versions.ts';
import { type StaticHop, staticHops } from '../shared/static-upstreams.ts';

const example = (...lines: readonly string[]) => ({
  'compose.yaml': `services:
  proxy:
    image: nginx:1.30-alpine
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
  api:
    image: example/api:1.4
`,
  'nginx.conf': `events {}
http {
    upstream app {
${lines.map((line) => `        ${line}\n`).join('')}    }
    server {
        location / {
            proxy_pass http://app;
        }
    }
}
`,
});

/** Docker's own name server, in every network that Compose makes (docs.docker.com/engine/network, "DNS services"). */
const resolver = 'resolver 127.0.0.11 valid=10s;';

export default defineRule({
  id: 'deployment/stale-upstream-address',
  title: 'nginx keeps the address that a service had at its start',
  category: 'architecture',
  severity: 'info',
  priority: 3,
  remedy:
    'Let nginx look the name up again: `resolve` in the upstream block, or a variable in `proxy_pass`, each with a `resolver`.',
  strength: 'nginx follows its upstreams to new addresses',
  rationale:
    'nginx looks up the names in its configuration once, when it starts or is reloaded. An update that re-creates a service may give it another address; ' +
    `nginx goes on asking the old one and answers 502 until somebody reloads it. Since ${upstreamResolveSince} \`server … resolve\` follows the name; before, a variable in \`proxy_pass\` does.`,
  references: [
    'https://nginx.org/en/docs/http/ngx_http_upstream_module.html#resolve',
    'https://docs.docker.com/engine/network/#dns-services',
  ],
  catalogue: ['deployment/upstream-stale-dns'],
  production: true,
  on: 'nginx',
  bad: example('server api:3000;'),
  good: example(resolver, 'zone app 64k;', 'server api:3000 resolve;'),
  *check(nginx) {
    const stale = staticHops(nginx).filter(
      ({ service, directive }) => !hasFixedAddress(service) && !isStream(directive),
    );
    const [first] = stale;
    if (!first) return skip;
    const names = new Set(stale.map(({ service }) => service.name));
    const more = names.size > 1 ? ` (and ${names.size - 1} more)` : '';
    yield {
      at: first.hostSpan,
      message: `nginx looks "${first.host}"${more} up once: when the service is re-created with another address, requests end in 502 until nginx is reloaded.`,
      related: stale.slice(1, 5).map(({ hostSpan, host }) => ({ at: hostSpan, message: `"${host}" too.` })),
      fix: () => fixFor(nginx, stale),
    };
  },
});

function isStream({ context }: Directive): boolean {
  return context.startsWith('stream') || context.startsWith('mail');
}

function hasFixedAddress({ service }: StaticHop['service']): boolean {
  return service.networks.some(({ value }) => service.at('networks', value, 'ipv4_address') !== undefined);
}

/** All of them or nothing: one that stays leaves the finding. */
function fixFor({ version }: DeployedNginx, stale: readonly StaticHop[]): Fix | undefined {
  const edits: Edit[] = [];
  const blocks = new Set<Directive>();
  for (const { directive, proxy, host } of stale) {
    const block = directive.parent;
    if (!block?.node.block) return undefined;
    if (directive !== proxy?.directive) {
      if (!versionAtLeast(version, upstreamResolveSince)) return undefined;
      const last = directive.args[0]!.span;
      edits.push({ span: { ...last, start: last.end }, text: ' resolve' });
      if (!blocks.has(block)) edits.push(...follow(block));
    } else {
      const argument = directive.args[0]!;
      if (
        block.name !== 'location' ||
        proxy.scheme !== 'http' ||
        proxy.uri !== undefined ||
        blocks.has(block)
      )
        return undefined;
      const name = `$${host.replaceAll(/\W/g, '_')}_host`;
      const lines = [...(hasResolver(block) ? [] : [resolver]), `set ${name} ${host};`];
      edits.push(...insertBeside(directive.node, lines, 'before'));
      edits.push(
        replaceArgument(
          argument,
          argument.text.replace(`//${host}`, () => `//${name}`),
        ),
      );
    }
    blocks.add(block);
  }
  return { title: 'Look the names up again', safety: 'review', edits };
}

function hasResolver(block: Directive): boolean {
  return effective(block, 'resolver').length > 0;
}

/** What `resolve` needs in an upstream block: a name server, and shared memory for the addresses. */
function follow(block: Directive): readonly Edit[] {
  const zone = block.all('zone').length > 0 ? [] : [`zone ${block.args[0]?.text} 64k;`];
  return insertIntoBlock(block.node, [...(hasResolver(block) ? [] : [resolver]), ...zone]);
}
