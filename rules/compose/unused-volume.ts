import { unusedResource } from '../shared/unused-resource.ts';

export default unusedResource({
  kind: 'volume',
  rationale:
    'A volume that no service mounts holds nothing. It is a remnant, or the mount that it was made for is missing, and then the data is lost with the container.',
  references: ['https://docs.docker.com/reference/compose-file/volumes/'],
});
