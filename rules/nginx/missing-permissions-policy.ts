import { missingHeader } from '../shared/missing-header.ts';

export default missingHeader({
  id: 'nginx/missing-permissions-policy',
  title: 'No Permissions-Policy',
  severity: 'info',
  priority: 3,
  header: 'Permissions-Policy',
  value: 'camera=(), microphone=(), geolocation=()',
  consequence:
    'its pages, and scripts of others in them, may ask for the camera, the microphone and the place',
  applications: true,
  strength: 'A Permissions-Policy is sent',
  rationale:
    'Browser features that a site does not use are of use to code that was slipped into it. ' +
    'An empty list switches a feature off for the page and all its frames; take out of the list what the site does need.',
  references: ['https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Permissions-Policy'],
  catalogue: 'nginx/permissions-policy',
});
