import { unusedResource } from '../shared/unused-resource.ts';

export default unusedResource({
  kind: 'config',
  rationale:
    'A config that no service is given is in no container. It is a remnant, or a service runs with its defaults instead of it.',
  references: ['https://docs.docker.com/reference/compose-file/configs/'],
});
