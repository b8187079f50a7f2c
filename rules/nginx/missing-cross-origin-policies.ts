import { missingHeader } from '../shared/missing-header.ts';

export default {
  ...missingHeader({
    id: 'nginx/missing-cross-origin-policies',
    title: 'No Cross-Origin-Opener-Policy',
    severity: 'info',
    priority: 3,
    strength: 'Windows of other origins are kept apart',
    rationale:
      'A page that another origin has opened shares a group of windows with it, and some attacks on processors read across such a group. ' +
      'The header separates them; pages that hold windows of a payment service or a login open need `same-origin-allow-popups`.',
    references: [
      'https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Cross-Origin-Opener-Policy',
    ],
    catalogue: 'nginx/cross-origin-headers',
    header: 'Cross-Origin-Opener-Policy',
    value: 'same-origin',
    consequence: 'pages of other origins that open it keep a hold on its window',
    applications: true,
  }),
  off: true,
};
