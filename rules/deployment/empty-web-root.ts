import {
  type DeployedService,
  type Directive,
  defineRule,
  joinPath,
  type Location,
  processText,
  type Server,
  skip,
} from '../../core/rule.ts';

export default defineRule({
  id: 'deployment/empty-web-root',
  title: 'Web root that nothing fills',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Mount or copy the site to the folder that `root` or `alias` names.',
  strength: 'Web roots hold what is mounted or copied there',
  rationale:
    '`root` and `alias` name folders inside the container. Where no mount, no COPY and no content of the image lies at the path, every request is answered with 404. ' +
    'The official image holds a page in `/usr/share/nginx/html` and nothing in `/var/www`.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_core_module.html#root',
    'https://hub.docker.com/_/nginx',
  ],
  catalogue: ['deployment/web-root-empty'],
  on: 'server',
  bad: {
    'compose.yaml': `services:
  web:
    image: nginx:1.30-alpine
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
      - ./site:/usr/share/nginx/html:ro
`,
    'nginx.conf': `events {}
http {
    server {
        listen 80;
        root /var/www/html;
    }
}
`,
    'site/index.html': '',
  },
  good: {
    'compose.yaml': `services:
  web:
    image: nginx:1.30-alpine
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
      - ./site:/usr/share/nginx/html:ro
`,
    'nginx.conf': `events {}
http {
    server {
        listen 80;
        root /usr/share/nginx/html;
    }
}
`,
    'site/index.html': '',
  },
  *check({ nginx, server }) {
    const { services } = nginx;
    if (services.length === 0 || !services.every(isOfficial) || !nginx.config.complete) return skip;
    const roots = servedRoots(server);
    if (roots.length === 0) return skip;
    for (const directive of roots) {
      const argument = directive.args[0];
      if (!argument || argument.text.includes('$')) continue;
      // nginx's prefix is /etc/nginx, where relative paths begin.
      const path = joinPath('/etc/nginx', argument.text);
      const service = services.find((one) => isEmpty(one, path));
      if (!service) continue;
      yield {
        at: argument.span,
        message: `Nothing is mounted or copied to ${path} in the container of "${service.name}": what is served from it is answered with 404.`,
      };
    }
  },
});

const handlers = /_pass$|^return$|^content_by|^js_content$|^stub_status$|^empty_gif$|^deny$/;
const isHandled = (block: Directive) => block.children?.some(({ name }) => handlers.test(name)) ?? false;

/** Roots and aliases of a server from which files are served for certain. */
function servedRoots({ directive, locations, redirectsOnly }: Server): readonly Directive[] {
  // A script's path is joined with `root` too, and lies in another container.
  const scripts = locations.some((location) =>
    location.directive.children?.some(({ name }) => /^(?:fastcgi|uwsgi|scgi)_pass$/.test(name)),
  );
  // What is not found is asked for elsewhere.
  const falls = [directive, ...locations.map((one) => one.directive)].some((block) =>
    [...block.all('try_files'), ...block.all('error_page')].some(({ args }) =>
      args.at(-1)?.text.startsWith('@'),
    ),
  );
  if (scripts || falls || redirectsOnly) return [];
  const own = (location: Location) => [...location.directive.all('root'), ...location.directive.all('alias')];
  const inside = locations
    .filter((one) => !isHandled(one.directive) && !/well-known|acme/.test(one.path) && one.modifier !== '@')
    .flatMap(own);
  const whole = locations.find(
    ({ path, modifier }) => path === '/' && (modifier === '' || modifier === '^~'),
  );
  const serves = whole ? !isHandled(whole.directive) && own(whole).length === 0 : !isHandled(directive);
  return [...(serves ? directive.all('root') : []), ...inside];
}

function isOfficial({ built, service, stage }: DeployedService): boolean {
  const reference = built ? stage?.baseImage : service.image?.reference;
  return /^(?:nginx|nginxinc\/nginx-unprivileged)$/.test(reference?.repository ?? '');
}

function isEmpty(service: DeployedService, path: string): boolean {
  // What the image or its packages bring.
  if (/^\/(?:usr\/share|usr\/lib|usr\/local|etc|var\/lib|var\/cache)(?:\/|$)|^\/$/.test(path)) return false;
  if (service.place(path).kind !== 'image' || service.files.covers('/docker-entrypoint.d')) return false;
  const { text, known } = processText(service);
  return known && !text.includes(path);
}
