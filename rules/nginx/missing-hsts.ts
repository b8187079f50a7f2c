import { mozillaIntermediate } from '../facts/tls.ts';
import { missingHeader } from '../shared/missing-header.ts';

export default missingHeader({
  id: 'nginx/missing-hsts',
  title: 'No Strict-Transport-Security',
  severity: 'warning',
  priority: 2,
  header: 'Strict-Transport-Security',
  value: `max-age=${mozillaIntermediate.hstsMaxAge}`,
  consequence: 'a browser that is sent to http:// first can be kept there by anyone on the way',
  redirects: true,
  applications: false,
  strength: 'HTTPS servers send Strict-Transport-Security',
  rationale:
    'The redirect from http:// to https:// is itself sent in the clear, and who sits on the line can answer in its place. ' +
    'With HSTS a browser that has been here once goes to https:// by itself. ' +
    '`includeSubDomains` and `preload` go further; add them when every subdomain speaks HTTPS.',
  references: [
    'https://www.rfc-editor.org/rfc/rfc6797',
    'https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Strict-Transport-Security',
  ],
  catalogue: 'nginx/hsts',
  peers: ['gixy:hsts_header'],
});
