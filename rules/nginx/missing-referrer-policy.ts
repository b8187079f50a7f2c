import { missingHeader } from '../shared/missing-header.ts';

export default missingHeader({
  id: 'nginx/missing-referrer-policy',
  title: 'No Referrer-Policy',
  severity: 'info',
  priority: 3,
  header: 'Referrer-Policy',
  value: 'strict-origin-when-cross-origin',
  consequence: "how much of a page's address other sites are told is left to each browser's default",
  applications: true,
  strength: 'A Referrer-Policy is sent',
  rationale:
    'Addresses carry tokens, searches and names, and a link or an image from elsewhere takes the address of the page along. ' +
    'Current browsers cut it to the origin by default; older ones and embedded views do not.',
  references: ['https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Referrer-Policy'],
  catalogue: 'nginx/referrer-policy',
});
