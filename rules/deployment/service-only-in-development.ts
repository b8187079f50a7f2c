import { type ComposeFile, type Deployment, defineRule, nameOf, nameTag, skip } from '../../core/rule.ts';
import { listed } from '../shared/listed.ts';

/** What people run beside an application while they write it, by name or image. */
const tool =
  /adminer|pgadmin|phpmyadmin|mongo-express|redis-?(?:insight|commander)|mail(?:pit|hog|catcher|trap|dev)|smtp|storybook|debug|test|mock|stub|seed|dev|local|stripe|ngrok|selenium|playwright|cypress|watch|docs?$|lint|sonar|jupyter|localstack|swagger|jaeger|zipkin/i;

export default defineRule({
  id: 'deployment/service-only-in-development',
  title: 'Service that only the development file has',
  category: 'architecture',
  severity: 'info',
  priority: 3,
  remedy: 'Add the service to the production file, or name what stands for it there.',
  strength: 'The production file has the services that the application is developed with',
  rationale:
    'An application is written against the services of its development file. ' +
    'One that the production file lacks is mostly forgotten, and shows when the first request needs it; where something outside stands for it, an ignore with that reason says so.',
  references: ['https://12factor.net/dev-prod-parity', 'https://docs.docker.com/compose/how-tos/production/'],
  catalogue: ['deployment/dev-prod-drift'],
  production: true,
  on: 'deployment',
  bad: {
    'compose.production.yaml': `services:
  api:
    image: team/api:2.1
  db:
    image: postgres:18
`,
    'compose.dev.yaml': `services:
  api:
    build: .
  db:
    image: postgres:18
  queue:
    image: redis:8.2
`,
  },
  good: {
    'compose.production.yaml': `services:
  api:
    image: team/api:2.1
  db:
    image: postgres:18
  queue:
    image: redis:8.2
`,
    'compose.dev.yaml': `services:
  api:
    build: .
  db:
    image: postgres:18
  queue:
    image: redis:8.2
`,
  },
  *check(deployment) {
    const development = developmentFile(deployment);
    if (!development) return skip;
    const own = new Set(deployment.services.map(({ name }) => name));
    const missing = servicesOf(development).filter(
      ({ name, text }) => !own.has(name) && !tool.test(`${name} ${text}`),
    );
    if (missing.length === 0) return;
    const names = listed(missing.map(({ name }) => `"${name}"`));
    yield {
      at: deployment.span,
      message: `${nameOf(development.source.path)} has ${names}, which this deployment lacks.`,
      related: missing.map(({ name, span }) => ({ at: span, message: `"${name}" is there.` })),
    };
  },
});

/** The development file that stands by itself beside a production file and shares most of its services; pieces that are laid over it are none. */
function developmentFile(deployment: Deployment): ComposeFile | undefined {
  const names = new Set(deployment.services.map(({ name }) => name));
  return deployment.besides.find((file) => {
    if (nameTag(file.source.path) === 'production' || file.problems.length > 0) return false;
    const services = servicesOf(file);
    const whole = services.length > 0 && services.every(({ whole }) => whole);
    const shared = services.filter(({ name }) => names.has(name)).length;
    return whole && shared >= 2 && shared * 2 > names.size && isForDevelopment(file, deployment);
  });
}

/** It is named for it, or the deployment's own files are named for production. */
function isForDevelopment({ source }: ComposeFile, { composeFiles }: Deployment): boolean {
  return (
    nameTag(source.path) === 'development' ||
    composeFiles.some((file) => nameTag(file.source.path) === 'production')
  );
}

function servicesOf({ services }: ComposeFile) {
  return services.map(({ key, value }) => {
    const entries = value?.kind === 'map' ? value.entries : [];
    const image = entries.find((entry) => entry.key.text === 'image')?.value;
    return {
      name: key.text,
      span: key.span,
      text: image?.kind === 'scalar' ? image.text : '',
      whole: entries.some((entry) => ['image', 'build', 'extends'].includes(entry.key.text)),
    };
  });
}
