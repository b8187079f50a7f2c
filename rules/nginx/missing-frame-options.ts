import { missingHeader } from '../shared/missing-header.ts';

export default missingHeader({
  id: 'nginx/missing-frame-options',
  title: 'No X-Frame-Options or frame-ancestors',
  severity: 'warning',
  priority: 2,
  header: 'X-Frame-Options',
  value: 'SAMEORIGIN',
  consequence: 'any site may show its pages in a frame and lure clicks onto them',
  satisfiedBy: ({ name, value }) =>
    name.toLowerCase() === 'content-security-policy' && /frame-ancestors|\$/.test(value),
  applications: true,
  strength: 'Pages cannot be framed by other sites',
  rationale:
    'In a transparent frame over a harmless page, a click meant for the page goes to the framed site, with its cookies. ' +
    '`frame-ancestors` in a Content-Security-Policy does the same and more; either is enough.',
  references: [
    'https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Frame-Options',
    'https://cheatsheetseries.owasp.org/cheatsheets/Clickjacking_Defense_Cheat_Sheet.html',
  ],
  catalogue: 'nginx/frame-options',
});
