import { defineRule, type Port, type Span, skip } from '../../core/rule.ts';
import { partOf } from '../shared/compose-places.ts';

export default defineRule({
  id: 'compose/invalid-port',
  title: 'Port that Docker cannot publish',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Write `HOST:CONTAINER` with numbers from 1 to 65535, and ranges of one length on both sides.',
  rationale:
    'Ports are 16-bit numbers, and a range on the host has to be as long as the range in the container. Compose refuses the project otherwise.',
  references: ['https://docs.docker.com/reference/compose-file/services/#ports'],
  catalogue: ['compose/port-invalid'],
  on: 'service',
  bad: `services:
  web:
    image: team/web:2.1
    ports:
      - "80800:80"
`,
  good: `services:
  web:
    image: team/web:2.1
    ports:
      - "8080:80"
`,
  *check({ service, name }) {
    const ports = service.ports.filter((port) => !port.dynamic);
    if (ports.length === 0) return skip;
    for (const port of ports) {
      const fault = faultOf(port);
      if (fault)
        yield { at: place(port), message: `${fault} in "${port.text}" of "${name}": Compose refuses it.` };
    }
  },
});

function faultOf(port: Port): string | undefined {
  const { published, publishedEnd, target, targetEnd } = port;
  for (const number of [published, publishedEnd, target, targetEnd])
    if (number !== undefined && number > 65535) return `${number} is no port, they end at 65535,`;
  if (target === 0) return '0 is no port of a container';
  if (publishedEnd !== undefined && published !== undefined && publishedEnd < published)
    return `The range ${published}-${publishedEnd} goes backwards`;
  if (targetEnd !== undefined && target !== undefined && targetEnd < target)
    return `The range ${target}-${targetEnd} goes backwards`;
  const length = (first?: number, last?: number) => (last ?? first ?? 0) - (first ?? 0);
  if (
    published !== undefined &&
    targetEnd !== undefined &&
    length(published, publishedEnd) !== length(target, targetEnd)
  )
    return 'The two ranges differ in length';
  return isMalformed(port) ? 'No port can be read' : undefined;
}

/** A short form whose parts are neither numbers nor ranges nor empty. */
function isMalformed({ form, value }: Port): boolean {
  if (form !== 'short' || value.kind !== 'scalar') return false;
  if (typeof value.value === 'boolean') return true;
  const address = value.text.replace(/\/(?:tcp|udp|sctp)$/i, '');
  return !/^(?:(?:\[[\da-f:.]+\]|[\da-f.:]*[\da-f.]+|localhost):)?(?:(?:\d+(?:-\d+)?)?:)?\d+(?:-\d+)?$/i.test(
    address,
  );
}

function place({ value, span, published, target }: Port): Span {
  if (value.kind !== 'mapping') return partOf(span, '');
  const wrong = (published ?? 0) > 65535 || target === undefined ? 'published' : 'target';
  return partOf(value.entries.get(wrong)?.value?.span ?? span, '');
}
