import { defineRule, skip } from '../../core/rule.ts';
import { rotateLogs } from '../shared/log-rotation.ts';

export default defineRule({
  id: 'compose/unrotated-logs',
  title: 'Logs without rotation',
  category: 'logging',
  severity: 'warning',
  priority: 1,
  family: 'logs',
  remedy:
    'Give the `json-file` driver `max-size` and `max-file`, or use the `local` driver, which rotates by itself.',
  strength: 'Log rotation is configured',
  rationale:
    'Docker’s default driver, `json-file`, writes what a container prints into one file that grows without end. ' +
    'On a busy host it fills the disk, and a full disk stops the databases first.',
  references: [
    'https://docs.docker.com/engine/logging/drivers/json-file/',
    'https://docs.docker.com/reference/compose-file/services/#logging',
  ],
  catalogue: ['compose/log-rotation'],
  production: true,
  on: 'service',
  bad: `services:
  api:
    image: team/api:2.1
    restart: unless-stopped
`,
  good: `services:
  api:
    image: team/api:2.1
    restart: unless-stopped
    logging:
      driver: json-file
      options:
        max-size: 10m
        max-file: "3"
        compress: "true"
`,
  *check(deployed) {
    const { service, name, oneShot } = deployed;
    if (oneShot || (!service.image && !service.build)) return skip;
    const driver = service.scalar('logging', 'driver');
    if (driver && (driver.dynamic || driver.text !== 'json-file')) return;
    if (service.at('logging', 'options', 'max-size')) return;
    yield {
      at: service.entry('logging')?.keySpan ?? service.nameSpan,
      message: `The logs of "${name}" grow without end: ${driver ? '"json-file" has no "max-size"' : 'Docker’s default driver has no bound'}.`,
      fix: () => rotateLogs(deployed),
    };
  },
});
