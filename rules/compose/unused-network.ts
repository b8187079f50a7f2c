import { unusedResource } from '../shared/unused-resource.ts';

export default unusedResource({
  kind: 'network',
  rationale:
    'Compose creates only the networks that services use. One that nobody joins is a remnant, or a service that should be on it is missing there and sits on `default` with everybody else.',
  references: ['https://docs.docker.com/reference/compose-file/networks/'],
});
