import { defineRule, setYaml, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'compose/rabbitmq-without-hostname',
  title: 'RabbitMQ without a host name',
  category: 'backups',
  severity: 'warning',
  priority: 1,
  remedy: 'Give the service a `hostname` that stays.',
  strength: 'RabbitMQ finds its data again',
  rationale:
    'RabbitMQ names its data folder after its node, and the node after the host. Without `hostname` the host is called by the container’s id, so a new container looks in a new folder: queues, users and messages of the old one are on the volume and not found.',
  references: ['https://hub.docker.com/_/rabbitmq', 'https://www.rabbitmq.com/docs/relocate'],
  catalogue: ['compose/rabbitmq-hostname'],
  production: true,
  on: 'service',
  bad: `services:
  broker:
    image: rabbitmq:4.2
    volumes:
      - data:/var/lib/rabbitmq
volumes:
  data:
`,
  good: `services:
  broker:
    image: rabbitmq:4.2
    hostname: broker
    volumes:
      - data:/var/lib/rabbitmq
volumes:
  data:
`,
  *check(deployed) {
    const { service, name, image } = deployed;
    if (image?.product !== 'rabbitmq') return skip;
    if (
      service.at('hostname') ||
      deployed.variables.has('RABBITMQ_NODENAME') ||
      service.networkMode?.text === 'host'
    )
      return;
    const edits =
      service.node &&
      setYaml(service.node, ['hostname'], name, { after: ['container_name', 'image', 'build'] });
    yield {
      at: service.nameSpan,
      message: `"${name}" has no host name that stays: a new container does not find the queues of the old one.`,
      ...(edits && { fix: { title: `Call the host "${name}"`, safety: 'review' as const, edits } }),
    };
  },
});
