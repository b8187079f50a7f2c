/**
 * Response headers that tell browsers what to refuse, in the spelling of their specifications.
 * Source: OWASP HTTP Headers Cheat Sheet, 2026-11; X-XSS-Protection is not among them: browsers dropped it.
 */
export const securityHeaders: readonly string[] = [
  'Strict-Transport-Security',
  'Content-Security-Policy',
  'X-Frame-Options',
  'X-Content-Type-Options',
  'Referrer-Policy',
  'Permissions-Policy',
  'Cross-Origin-Opener-Policy',
  'Cross-Origin-Embedder-Policy',
  'Cross-Origin-Resource-Policy',
];
