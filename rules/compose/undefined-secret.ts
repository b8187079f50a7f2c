import { undefinedResource } from '../shared/undefined-resource.ts';

export default undefinedResource({
  kind: 'secret',
  rationale:
    'What a secret holds and where it comes from is said at the top level; a service only names it. Compose refuses a project that uses a secret which is not there.',
  references: ['https://docs.docker.com/reference/compose-file/secrets/'],
});
