import { undefinedResource } from '../shared/undefined-resource.ts';

export default undefinedResource({
  kind: 'config',
  rationale:
    'What a config holds and where it comes from is said at the top level; a service only names it. Compose refuses a project that uses a config which is not there.',
  references: ['https://docs.docker.com/reference/compose-file/configs/'],
});
