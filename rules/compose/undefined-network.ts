import { undefinedResource } from '../shared/undefined-resource.ts';

export default undefinedResource({
  kind: 'network',
  rationale:
    'A service can join only networks that the project declares; `default` is there by itself. Compose checks this before it starts anything, so one wrong name keeps the whole project down.',
  references: ['https://docs.docker.com/reference/compose-file/networks/'],
});
