import { undefinedResource } from '../shared/undefined-resource.ts';

export default undefinedResource({
  kind: 'volume',
  rationale:
    'A name before the colon that is no path is a named volume, and those are declared at the top level. Compose checks this before it starts anything, so one wrong name keeps the whole project down.',
  references: ['https://docs.docker.com/reference/compose-file/volumes/'],
});
