import { missingHeader } from '../shared/missing-header.ts';

export default missingHeader({
  id: 'nginx/missing-content-type-options',
  title: 'No X-Content-Type-Options',
  severity: 'warning',
  priority: 2,
  header: 'X-Content-Type-Options',
  value: 'nosniff',
  consequence: 'browsers may guess a type other than the one that is sent, and run an upload as a script',
  applications: true,
  strength: 'Browsers are told not to guess content types',
  rationale:
    'A browser that guesses types can take an uploaded text or image for a script. ' +
    'With `nosniff` it runs scripts and styles only under their proper type.',
  references: ['https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Content-Type-Options'],
  catalogue: 'nginx/content-type-options',
});
