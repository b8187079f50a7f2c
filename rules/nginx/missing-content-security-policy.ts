import { missingHeader } from '../shared/missing-header.ts';

export default missingHeader({
  id: 'nginx/missing-content-security-policy',
  title: 'No Content-Security-Policy',
  severity: 'info',
  priority: 3,
  header: 'Content-Security-Policy',
  value: "base-uri 'self'; object-src 'none'; frame-ancestors 'self'",
  alternatives: [
    {
      title: "Report what a strict policy would block: default-src 'self'",
      header: 'Content-Security-Policy-Report-Only',
      value: "default-src 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'self'",
    },
  ],
  consequence: 'a script that gets into a page runs without hindrance',
  satisfiedBy: ({ name }) => name.toLowerCase() === 'content-security-policy-report-only',
  applications: true,
  strength: 'A Content-Security-Policy is sent',
  rationale:
    'A policy says where scripts, styles and frames may come from, so that injected code does not run or cannot phone home. ' +
    'What is written here breaks hardly any site; a `default-src` or `script-src` that fits the application is the next step, and can be tried as Content-Security-Policy-Report-Only.',
  references: [
    'https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP',
    'https://cheatsheetseries.owasp.org/cheatsheets/Content_Security_Policy_Cheat_Sheet.html',
  ],
  catalogue: 'nginx/csp',
});
