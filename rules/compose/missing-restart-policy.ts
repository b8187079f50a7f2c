import { defineRule, setYaml, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'compose/missing-restart-policy',
  title: 'No restart policy',
  category: 'health',
  severity: 'warning',
  priority: 2,
  remedy: 'Give the service `restart: unless-stopped`.',
  strength: 'Every service restarts after a failure',
  rationale:
    'Without a restart policy a container stays down after a crash, and after a restart of the host or of Docker. ' +
    '`unless-stopped` brings it back in each case, and leaves it down only where somebody stopped it.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#restart',
    'https://docs.docker.com/engine/containers/start-containers-automatically/',
  ],
  catalogue: ['compose/restart-policy'],
  production: true,
  on: 'service',
  bad: `services:
  api:
    image: team/api:2.1
    ports:
      - "443:8443"
`,
  good: `services:
  api:
    image: team/api:2.1
    restart: unless-stopped
    ports:
      - "443:8443"
`,
  *check({ service, name, oneShot, image, built }) {
    // A bare distribution runs whatever its command says, which may well end.
    if (oneShot || (!service.image && !service.build) || (image?.role === 'distribution' && !built))
      return skip;
    const restart = service.scalar('restart');
    if (restart && restart.text !== '') return;
    if (service.at('deploy', 'restart_policy')) return;
    const after = ['container_name', 'image', 'build'];
    yield {
      at: service.nameSpan,
      message: `"${name}" has no restart policy: after a crash or a restart of the host it stays down.`,
      fix: () => {
        const edits = service.node && setYaml(service.node, ['restart'], 'unless-stopped', { after });
        return edits && { title: `Restart "${name}" unless it was stopped`, safety: 'safe', edits };
      },
    };
  },
});
