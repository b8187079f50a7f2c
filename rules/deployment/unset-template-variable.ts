import { type DeployedService, defineRule, type Source, type Span, skip } from '../../core/rule.ts';

const example = (...lines: readonly string[]) => ({
  'compose.yaml': `services:
  proxy:
    image: nginx:1.30-alpine
${lines.map((line) => `    ${line}\n`).join('')}    volumes:
      - ./templates:/etc/nginx/templates:ro
`,
  'templates/default.conf.template': `server {
    listen 80;
    location / {
        proxy_pass http://\${API_HOST}:3000;
    }
}
`,
});

/** What the image sets itself, and what every container has (github.com/nginx/docker-nginx, Dockerfiles and entrypoint, 2026-08). */
const brought =
  /^(?:NGINX_(?:VERSION|LOCAL_RESOLVERS|ENTRYPOINT_\w+|ENVSUBST_\w+)|NJS_\w+|PKG_RELEASE|DYNPKG_RELEASE|ACME_VERSION|OTEL_VERSION|HOSTNAME|HOME|PATH|PWD|TERM|SHLVL)$/;

export default defineRule({
  id: 'deployment/unset-template-variable',
  title: 'Template variable that is not filled in as meant',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Set the variable in the service’s environment, and give `envsubst` the names that it may replace.',
  strength: 'Every variable of an nginx template is set',
  rationale:
    'The official image fills `*.template` files in with the variables that its environment has and leaves all others as they stand; nginx then meets a name that it does not know. ' +
    'An `envsubst` of one’s own without a list of names does the opposite: it empties every variable that is not set, `$host` and `$remote_addr` among them.',
  references: [
    'https://hub.docker.com/_/nginx',
    'https://www.gnu.org/software/gettext/manual/html_node/envsubst-Invocation.html',
  ],
  catalogue: ['deployment/nginx-template-variables'],
  on: 'service',
  bad: example(),
  good: example('environment:', '  API_HOST: api'),
  *check(deployed) {
    const emptied = emptiedTemplate(deployed);
    const templates = emptied ? [emptied] : filledTemplates(deployed);
    if (templates.length === 0) return skip;
    // A file of variables that is not here may set every one.
    if (deployed.envFiles.length < deployed.service.envFiles.length) return skip;
    const pattern = emptied
      ? /\$(?:([a-z]\w*)|\{([a-z]\w*)\})/g
      : /\$(?:([A-Z][A-Z0-9_]+)\b|\{([A-Z][A-Z0-9_]*)\})/g;
    for (const template of templates) {
      const found = usesIn(template, pattern).find(({ name }) => !isSet(deployed, name));
      if (!found) continue;
      const { name, at, written } = found;
      yield {
        at,
        message: emptied
          ? `"${deployed.name}" runs envsubst without a list of names: it empties "${written}", which nginx should have seen.`
          : `"${deployed.name}" sets no "${name}": "${written}" stays in the configuration as it is.`,
        related: [{ at: deployed.service.nameSpan, message: `"${deployed.name}" fills it in.` }],
      };
    }
  },
});

/** Templates that the official image's entrypoint fills in before it starts nginx. */
function filledTemplates(deployed: DeployedService): readonly Source[] {
  const { service, stage, image, built, variables, nginx, files, deployment } = deployed;
  if (image?.product !== 'nginx' || !image.ports || (built && !stage)) return [];
  if (service.entrypoint || stage?.entrypoint || variables.has('NGINX_ENVSUBST_FILTER')) return [];
  const program = (service.command?.argv ?? stage?.cmd?.argv ?? ['nginx'])[0];
  if (program !== 'nginx' && program !== 'nginx-debug') return [];
  const paths = new Set(nginx.flatMap(({ config }) => config.files.map(({ source }) => source.path)));
  return [...paths].flatMap((path) => {
    const inside = files.inContainer(path).some((one) => /^\/etc\/nginx\/templates\/.+\.template$/.test(one));
    return (inside && deployment.text(path)) || [];
  });
}

/** The template of an `envsubst < template` that has no list of names. */
function emptiedTemplate({ service, stage, files, deployment }: DeployedService): Source | undefined {
  const command = [
    ...(service.entrypoint?.argv ?? []),
    ...(service.command?.argv ?? stage?.cmd?.argv ?? []),
  ].join(' ');
  const read = /\benvsubst\s*<\s*["']?(\/[\w./-]+)/.exec(command)?.[1];
  const path = read === undefined ? undefined : files.find(read);
  return path === undefined ? undefined : deployment.text(path);
}

function isSet({ variables, service, stage }: DeployedService, name: string): boolean {
  return (
    brought.test(name) ||
    variables.has(name) ||
    service.environment.some((one) => one.name === name) ||
    (stage?.environment.has(name) ?? false)
  );
}

function usesIn(
  source: Source,
  pattern: RegExp,
): readonly { readonly name: string; readonly written: string; readonly at: Span }[] {
  return [...source.text.matchAll(pattern)].flatMap((match) => {
    const line = source.text.slice(source.text.lastIndexOf('\n', match.index) + 1, match.index);
    const name = match[1] ?? match[2];
    if (name === undefined || /(?:^|\s)#/.test(line)) return [];
    return [
      { name, written: match[0], at: { source, start: match.index, end: match.index + match[0].length } },
    ];
  });
}
