import {
  type DeployedService,
  type Deployment,
  defineRule,
  folderOf,
  isInside,
  skip,
} from '../../core/rule.ts';

export default defineRule({
  id: 'deployment/unmounted-config',
  title: 'nginx without the configuration of the project',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Mount the configuration at `/etc/nginx/nginx.conf` or below `/etc/nginx/conf.d`.',
  strength: 'nginx gets the configuration of the project',
  rationale:
    'A configuration in the repository does nothing by itself. An nginx that gets neither a configuration nor pages shows the welcome page of its image, whatever the files beside it say.',
  references: [
    'https://hub.docker.com/_/nginx',
    'https://docs.docker.com/reference/compose-file/services/#volumes',
  ],
  catalogue: ['deployment/config-not-mounted'],
  on: 'service',
  bad: {
    'compose.yaml': `services:
  proxy:
    image: nginx:1.30-alpine
    ports:
      - "80:80"
`,
    'nginx/nginx.conf': 'events {}\nhttp {\n    server {\n        listen 80;\n    }\n}\n',
  },
  good: {
    'compose.yaml': `services:
  proxy:
    image: nginx:1.30-alpine
    ports:
      - "80:80"
    volumes:
      - ./nginx/nginx.conf:/etc/nginx/nginx.conf:ro
`,
    'nginx/nginx.conf': 'events {}\nhttp {\n    server {\n        listen 80;\n    }\n}\n',
  },
  *check(deployed) {
    const { service, built, deployment, name } = deployed;
    const { image, command, entrypoint, mounts } = service;
    if (built || image?.reference?.repository !== 'nginx') return skip;
    if (command || entrypoint || mounts.some(({ dynamic }) => dynamic)) return skip;
    const config = deployment.derive(unusedConfig);
    if (config === undefined) return skip;
    if (['/etc/nginx', '/etc/nginx/conf.d', '/usr/share/nginx/html'].some((path) => !isImage(deployed, path)))
      return;
    yield {
      at: image.span,
      message: `"${name}" gets neither ${deployment.show(config)} nor any pages: it shows the welcome page of its image.`,
    };
  },
});

function isImage(deployed: DeployedService, path: string): boolean {
  return deployed.place(path).kind === 'image';
}

/** A configuration beside the Compose file that nobody in the deployment reads and that no other deployment is nearer to. */
function unusedConfig(deployment: Deployment): string | undefined {
  const { tree, folder, nginx, scripts } = deployment;
  const read = new Set(nginx.flatMap(({ config }) => config.files.map(({ source }) => source.path)));
  return tree.below(folder).find((path) => {
    if (!/(?:^|\/)nginx\/(?:conf\.d\/)?[^/]+\.conf$|(?:^|\/)nginx\.conf$/.test(path) || read.has(path))
      return false;
    const own = folderOf(path);
    const near = [own, folderOf(own)].filter((one) => one !== folder && isInside(folder, one));
    const others = near.some((one) =>
      tree.below(one).some((file) => /compose[^/]*\.ya?ml$|Dockerfile/.test(file)),
    );
    return !others && !scripts.some(({ text }) => text.includes('nginx.conf'));
  });
}
