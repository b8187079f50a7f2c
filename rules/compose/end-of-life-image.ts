import { defineRule, skip } from '../../core/rule.ts';
import { endOfLife } from '../facts/end-of-life.ts';
import { newerLine } from '../shared/newer-line.ts';
import { isHeldBefore } from '../shared/rewrite.ts';

/** A new line of these reads the old one's data only after an upgrade by hand. */
const upgrades: readonly string[] = [
  'postgres',
  'mongodb',
  'elasticsearch',
  'opensearch',
  'mysql',
  'mariadb',
  'clickhouse',
  'couchdb',
  'influxdb',
  'neo4j',
  'nextcloud',
  'vault',
];

export default defineRule({
  id: 'compose/end-of-life-image',
  title: 'Image past its end of life',
  category: 'supply-chain',
  severity: 'warning',
  priority: 1,
  remedy: 'Move to a release line that still gets security fixes.',
  strength: 'Images are supported by their makers',
  rationale:
    'A release line past its end gets no fixes: every flaw found since then stays open, whatever is pulled. ' +
    'Databases are moved by their own upgrade, for which the data has to be dumped or converted; the tag alone does not do it.',
  references: ['https://endoflife.date', 'https://docs.docker.com/build/building/best-practices/'],
  catalogue: ['compose/image-eol'],
  production: true,
  on: 'service',
  bad: `services:
  app:
    image: node:20-alpine
`,
  good: `services:
  app:
    image: node:24-alpine
`,
  *check(deployed, { today }) {
    const { service, image, built, name } = deployed;
    const reference = service.image?.reference;
    const scalar = service.scalar('image');
    if (built || !reference || !scalar || image?.version === undefined) return skip;
    const end = endOfLife(image.product, image.version, today);
    if (!end) return skip;
    if (end.eol > today || isHeldBefore(deployed, scalar, (other) => [other.scalar('image')])) return;
    const fix =
      scalar.origin === 'shared' || upgrades.includes(image.product)
        ? undefined
        : newerLine(reference, image, end);
    yield {
      at: reference.tagSpan ?? service.image!.span,
      message: `"${reference.text}" of "${name}" gets no security fixes: ${image.product} ${end.cycle} reached its end of life on ${end.eol}.`,
      ...(fix && { fix }),
    };
  },
});
