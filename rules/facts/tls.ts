/**
 * Mozilla's Server Side TLS guideline 5.7, configuration "intermediate".
 * Source: ssl-config.mozilla.org/guidelines/5.7.json (2023-05-15; still the newest that is published, 2026-11).
 */
export const mozillaIntermediate = {
  guideline: '5.7',
  published: '2023-05-15',
  protocols: ['TLSv1.2', 'TLSv1.3'],
  ciphers: [
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
  ],
  /** nginx offers these only with `ssl_dhparam`; the guideline's next version is proposed without them. */
  dheCiphers: ['DHE-RSA-AES128-GCM-SHA256', 'DHE-RSA-AES256-GCM-SHA384', 'DHE-RSA-CHACHA20-POLY1305'],
  /** Seconds that Strict-Transport-Security should hold: two years. */
  hstsMaxAge: 63_072_000,
} as const;

/** Versions of the protocol that RFC 8996 (TLS 1.0, 1.1; 2021-03), RFC 7568 (SSL 3) and RFC 6176 (SSL 2) deprecate, by nginx's words. */
export const deprecatedProtocols: ReadonlySet<string> = new Set([
  'SSLv2',
  'SSLv3',
  'TLSv1',
  'TLSv1.0',
  'TLSv1.1',
]);

/** First nginx that offers only TLS 1.2 and 1.3 where `ssl_protocols` says nothing (nginx.org/en/CHANGES, 1.27.3, 2024-11-26). */
export const modernProtocolsSince = '1.27.3';

/** OpenSSL's words for groups of suites of which some are broken or authenticate nobody (openssl-ciphers(1), OpenSSL 3.0). */
export const weakCipherGroups: ReadonlySet<string> = new Set(
  'ALL COMPLEMENTOFALL COMPLEMENTOFDEFAULT LOW MEDIUM EXP EXPORT EXPORT40 EXPORT56 NULL eNULL aNULL ADH AECDH RC2 RC4 DES 3DES IDEA SEED MD5'.split(
    ' ',
  ),
);
