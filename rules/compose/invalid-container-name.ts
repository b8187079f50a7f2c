import { defineRule, skip } from '../../core/rule.ts';
import { rewrite } from '../shared/rewrite.ts';

/** Source: daemon/names/names.go of moby (`RestrictedNameChars`), 2026-08. */
const allowed = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;

export default defineRule({
  id: 'compose/invalid-container-name',
  title: 'Container name that Docker refuses',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Use letters, digits, `_`, `.` and `-`, and begin with a letter or a digit.',
  rationale:
    'Docker takes container names of two or more characters from `a-z`, `A-Z`, `0-9`, `_`, `.` and `-` that begin with a letter or a digit. With any other the container is not created.',
  references: ['https://docs.docker.com/reference/compose-file/services/#container_name'],
  catalogue: ['compose/container-name-invalid'],
  peers: ['dclint:service-container-name-regex'],
  on: 'service',
  names: ['container_name'],
  bad: `services:
  api:
    image: team/api:2.1
    container_name: my api
`,
  good: `services:
  api:
    image: team/api:2.1
    container_name: my-api
`,
  *check({ service, name }) {
    const written = service.scalar('container_name');
    if (!written || written.dynamic || written.value === null) return skip;
    if (allowed.test(written.text)) return;
    const mended = written.text.replaceAll(/[^a-zA-Z0-9_.-]+/g, '-').replace(/^[^a-zA-Z0-9]+|-+$/g, '');
    const edit =
      allowed.test(mended) && written.variables.length === 0 ? rewrite(written, mended) : undefined;
    yield {
      at: written.span,
      message: `Docker refuses "${written.text}" as a container's name, so "${name}" cannot be created.`,
      ...(edit && {
        fix: { title: `Call the container "${mended}"`, safety: 'review' as const, edits: [edit] },
      }),
    };
  },
});
