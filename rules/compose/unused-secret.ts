import { unusedResource } from '../shared/unused-resource.ts';

export default unusedResource({
  kind: 'secret',
  rationale:
    'A secret that no service is given is in no container. It is a remnant, or a service reads its secret from somewhere else.',
  references: ['https://docs.docker.com/reference/compose-file/secrets/'],
});
