import {
  type DeployedService,
  type Deployment,
  defineRule,
  folderOf,
  joinPath,
  nameOf,
  processText,
  scriptsAround,
  skip,
} from '../../core/rule.ts';

export default defineRule({
  id: 'deployment/unrun-migrations',
  title: 'Migrations that nothing runs',
  category: 'correctness',
  severity: 'info',
  priority: 2,
  remedy:
    'Run the migrations before the new version starts: in a service of their own that the others wait for, or in the entrypoint.',
  strength: 'A step of the deployment runs the migrations',
  rationale:
    'A new version that expects a column which the database has not fails on its first request. Where no script, workflow or container runs the migrations, somebody has to remember them at every release.',
  references: [
    'https://www.prisma.io/docs/orm/prisma-client/deployment/deploy-database-changes-with-prisma-migrate',
    'https://docs.djangoproject.com/en/stable/topics/migrations/',
  ],
  catalogue: ['deployment/migrations-unrun'],
  production: true,
  on: 'deployment',
  bad: {
    'compose.yaml': `services:
  api:
    build: ./api
`,
    'api/Dockerfile': `FROM node:24-alpine
WORKDIR /app
COPY package.json ./
COPY prisma ./prisma
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://localhost:3000/"]
USER node
CMD ["node", "server.js"]
`,
    'api/package.json': '{}\n',
    'api/prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
  },
  good: {
    'compose.yaml': `services:
  api:
    build: ./api
`,
    'api/Dockerfile': `FROM node:24-alpine
WORKDIR /app
COPY package.json ./
COPY prisma ./prisma
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://localhost:3000/"]
USER node
CMD ["sh", "-c", "npx prisma migrate deploy && exec node server.js"]
`,
    'api/package.json': '{}\n',
    'api/prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
  },
  *check(deployment) {
    const told = new Set<string>();
    let asked = false;
    for (const deployed of deployment.services) {
      const context = deployed.service.build?.contextPath;
      if (context === undefined || told.has(context) || deployed.oneShot) continue;
      told.add(context);
      const framework = frameworks.find(({ marks }) => deployment.tree.below(context).some(marks));
      if (!framework || !isReadWhole(deployed, context)) continue;
      asked = true;
      if (texts(deployment).some((text) => framework.runs.test(text))) continue;
      yield {
        at: deployed.service.nameSpan,
        message: `"${deployed.name}" has migrations of ${framework.name}, and no container, script or workflow here runs "${framework.command}".`,
        service: deployed.name,
      };
    }
    if (!asked) return skip;
  },
});

interface Framework {
  readonly name: string;
  readonly marks: (path: string) => boolean;
  readonly command: string;
  readonly runs: RegExp;
}

/** Those whose migrations are not run by the application itself when it starts. */
const frameworks: readonly Framework[] = [
  {
    name: 'Prisma',
    marks: (path) => path.endsWith('/migrations/migration_lock.toml'),
    command: 'prisma migrate deploy',
    runs: /\bprisma\b[\s"',]+(?:migrate[\s"',]+deploy|db[\s"',]+push)\b|\bmigrate\b(?![\s"',]+dev\b)/,
  },
  {
    name: 'Django',
    marks: (path) => /\/migrations\/0001_\w+\.py$/.test(path),
    command: 'manage.py migrate',
    runs: /\bmigrate\b/,
  },
];

/** Whether all that its container runs was read: a program without an ending may be a script that migrates. */
function isReadWhole(deployed: DeployedService, context: string): boolean {
  const { deployment, stage } = deployed;
  const { known, text } = processText(deployed);
  const others = ['Procfile', 'fly.toml', 'render.yaml', 'captain-definition', 'app.json'];
  const folders = [context, deployment.folder];
  const elsewhere = folders.some((folder) =>
    others.some((name) => deployment.tree.isFile(joinPath(folder, name))),
  );
  const unread = deployment.tree
    .below(context)
    .some(
      (path) =>
        /^(?:docker-)?entrypoint(?:\.py|\.[cm]?[jt]s)?$|^(?:start|run|boot|migrat\w*)(?:\.[cm]?[jt]s|\.py)?$/.test(
          nameOf(path),
        ) && isNear(context, path),
    );
  return known && stage !== undefined && text.trim() !== '' && !elsewhere && !unread;
}

function isNear(context: string, path: string): boolean {
  const folder = folderOf(path);
  return folder === context || folderOf(folder) === context;
}

function texts(deployment: Deployment): readonly string[] {
  const { composeFiles, dockerfiles } = deployment;
  const contexts = dockerfiles.map(({ context }) => context);
  const manifests = contexts.flatMap(
    (context) => deployment.text(joinPath(context, 'package.json'))?.text ?? [],
  );
  return [
    ...composeFiles.map(({ source }) => source.text),
    ...dockerfiles.map(({ dockerfile }) => dockerfile.source.text),
    ...scriptsAround(deployment).map(({ text }) => text),
    ...manifests,
  ];
}
