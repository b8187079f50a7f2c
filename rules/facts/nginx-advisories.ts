/** What a configuration must use for an advisory to concern it. */
export type AdvisoryNeed =
  | 'any'
  | 'map-regex'
  | 'slice'
  | 'ssi'
  | 'http3'
  | 'http2'
  | 'grpc'
  | 'charset'
  | 'rewrite'
  | 'proxy-http2'
  | 'scgi'
  | 'ocsp'
  | 'dav'
  | 'mp4'
  | 'upstream-tls'
  | 'resolver'
  | 'client-certificates';

export interface NginxAdvisory {
  readonly id: string;
  readonly about: string;
  readonly severity: 'low' | 'medium' | 'major';
  /** First and last version of each range that has the flaw. */
  readonly vulnerable: readonly (readonly [string, string])[];
  /** First version of each line without it. */
  readonly fixed: readonly string[];
  readonly needs: AdvisoryNeed;
}

/** From nginx.org/en/security_advisories.html, read 2026-07-22: those since 2016 that concern HTTP. */
export const nginxAdvisoriesDate = '2026-07-22';
export const nginxAdvisories: readonly NginxAdvisory[] = [
  {
    id: 'CVE-2026-42533',
    about: 'Buffer overflow when using map and regex',
    severity: 'major',
    vulnerable: [['0.9.6', '1.31.2']],
    fixed: ['1.31.3', '1.30.4'],
    needs: 'map-regex',
  },
  {
    id: 'CVE-2026-60005',
    about: 'Memory disclosure when using ngx_http_slice_module',
    severity: 'medium',
    vulnerable: [['1.15.8', '1.31.2']],
    fixed: ['1.31.3', '1.30.4'],
    needs: 'slice',
  },
  {
    id: 'CVE-2026-56434',
    about: 'Use-after-free when using ngx_http_ssi_module',
    severity: 'medium',
    vulnerable: [['0.8.11', '1.31.2']],
    fixed: ['1.31.3', '1.30.4'],
    needs: 'ssi',
  },
  {
    id: 'CVE-2026-42530',
    about: 'Use-after-free in HTTP/3',
    severity: 'major',
    vulnerable: [['1.31.0', '1.31.1']],
    fixed: ['1.31.2'],
    needs: 'http3',
  },
  {
    id: 'CVE-2026-42055',
    about: 'Buffer overflow in the ngx_http_proxy_v2_module and ngx_http_grpc_module',
    severity: 'medium',
    vulnerable: [['1.13.10', '1.31.1']],
    fixed: ['1.31.2', '1.30.3'],
    needs: 'grpc',
  },
  {
    id: 'CVE-2026-48142',
    about: 'Buffer overread in the ngx_http_charset_module',
    severity: 'low',
    vulnerable: [['0.3.50', '1.31.1']],
    fixed: ['1.31.2', '1.30.3'],
    needs: 'charset',
  },
  {
    id: 'CVE-2026-9256',
    about: 'Buffer overflow in the ngx_http_rewrite_module',
    severity: 'medium',
    vulnerable: [['0.1.17', '1.31.0']],
    fixed: ['1.31.1', '1.30.2'],
    needs: 'rewrite',
  },
  {
    id: 'CVE-2026-42926',
    about: 'HTTP/2 request injection in the ngx_http_proxy_module',
    severity: 'medium',
    vulnerable: [['1.29.4', '1.30.0']],
    fixed: ['1.31.0', '1.30.1'],
    needs: 'proxy-http2',
  },
  {
    id: 'CVE-2026-42945',
    about: 'Buffer overflow in the ngx_http_rewrite_module',
    severity: 'medium',
    vulnerable: [['0.6.27', '1.30.0']],
    fixed: ['1.31.0', '1.30.1'],
    needs: 'rewrite',
  },
  {
    id: 'CVE-2026-42946',
    about: 'Buffer overread in the ngx_http_scgi_module and ngx_http_uwsgi_module',
    severity: 'medium',
    vulnerable: [['0.8.42', '1.30.0']],
    fixed: ['1.31.0', '1.30.1'],
    needs: 'scgi',
  },
  {
    id: 'CVE-2026-42934',
    about: 'Buffer overread in the ngx_http_charset_module',
    severity: 'low',
    vulnerable: [['0.3.50', '1.30.0']],
    fixed: ['1.31.0', '1.30.1'],
    needs: 'charset',
  },
  {
    id: 'CVE-2026-40460',
    about: 'HTTP/3 address spoofing',
    severity: 'medium',
    vulnerable: [['1.25.0', '1.30.0']],
    fixed: ['1.31.0', '1.30.1'],
    needs: 'http3',
  },
  {
    id: 'CVE-2026-40701',
    about: 'resolver use-after-free in OCSP',
    severity: 'medium',
    vulnerable: [['1.19.0', '1.30.0']],
    fixed: ['1.31.0', '1.30.1'],
    needs: 'ocsp',
  },
  {
    id: 'CVE-2026-27654',
    about: 'Buffer overflow in ngx_http_dav_module',
    severity: 'medium',
    vulnerable: [['0.5.13', '1.29.6']],
    fixed: ['1.29.7', '1.28.3'],
    needs: 'dav',
  },
  {
    id: 'CVE-2026-27784',
    about: 'Buffer overflow in the ngx_http_mp4_module',
    severity: 'medium',
    vulnerable: [['1.1.19', '1.29.6']],
    fixed: ['1.29.7', '1.28.3'],
    needs: 'mp4',
  },
  {
    id: 'CVE-2026-32647',
    about: 'Buffer overflow in the ngx_http_mp4_module',
    severity: 'medium',
    vulnerable: [['1.1.19', '1.29.6']],
    fixed: ['1.29.7', '1.28.3'],
    needs: 'mp4',
  },
  {
    id: 'CVE-2026-1642',
    about: 'SSL upstream injection',
    severity: 'medium',
    vulnerable: [['1.3.0', '1.29.4']],
    fixed: ['1.29.5', '1.28.2'],
    needs: 'upstream-tls',
  },
  {
    id: 'CVE-2025-23419',
    about: 'SSL session reuse vulnerability',
    severity: 'medium',
    vulnerable: [['1.11.4', '1.27.3']],
    fixed: ['1.27.4', '1.26.3'],
    needs: 'client-certificates',
  },
  {
    id: 'CVE-2024-7347',
    about: 'Buffer overread in the ngx_http_mp4_module',
    severity: 'low',
    vulnerable: [['1.5.13', '1.27.0']],
    fixed: ['1.27.1', '1.26.2'],
    needs: 'mp4',
  },
  {
    id: 'CVE-2024-32760',
    about: 'Buffer overwrite in HTTP/3',
    severity: 'medium',
    vulnerable: [
      ['1.25.0', '1.25.5'],
      ['1.26.0', '1.26.0'],
    ],
    fixed: ['1.27.0', '1.26.1'],
    needs: 'http3',
  },
  {
    id: 'CVE-2024-31079',
    about: 'Stack overflow and use-after-free in HTTP/3',
    severity: 'medium',
    vulnerable: [
      ['1.25.0', '1.25.5'],
      ['1.26.0', '1.26.0'],
    ],
    fixed: ['1.27.0', '1.26.1'],
    needs: 'http3',
  },
  {
    id: 'CVE-2024-35200',
    about: 'NULL pointer dereference in HTTP/3',
    severity: 'medium',
    vulnerable: [
      ['1.25.0', '1.25.5'],
      ['1.26.0', '1.26.0'],
    ],
    fixed: ['1.27.0', '1.26.1'],
    needs: 'http3',
  },
  {
    id: 'CVE-2024-34161',
    about: 'Memory disclosure in HTTP/3',
    severity: 'medium',
    vulnerable: [
      ['1.25.0', '1.25.5'],
      ['1.26.0', '1.26.0'],
    ],
    fixed: ['1.27.0', '1.26.1'],
    needs: 'http3',
  },
  {
    id: 'CVE-2024-24989',
    about: 'NULL pointer dereference in HTTP/3',
    severity: 'major',
    vulnerable: [['1.25.3', '1.25.3']],
    fixed: ['1.25.4'],
    needs: 'http3',
  },
  {
    id: 'CVE-2024-24990',
    about: 'Use-after-free in HTTP/3',
    severity: 'major',
    vulnerable: [['1.25.0', '1.25.3']],
    fixed: ['1.25.4'],
    needs: 'http3',
  },
  {
    id: 'CVE-2022-41741',
    about: 'Memory corruption in the ngx_http_mp4_module',
    severity: 'medium',
    vulnerable: [
      ['1.1.3', '1.23.1'],
      ['1.0.7', '1.0.15'],
    ],
    fixed: ['1.23.2', '1.22.1'],
    needs: 'mp4',
  },
  {
    id: 'CVE-2022-41742',
    about: 'Memory disclosure in the ngx_http_mp4_module',
    severity: 'medium',
    vulnerable: [
      ['1.1.3', '1.23.1'],
      ['1.0.7', '1.0.15'],
    ],
    fixed: ['1.23.2', '1.22.1'],
    needs: 'mp4',
  },
  {
    id: 'CVE-2021-23017',
    about: '1-byte memory overwrite in resolver',
    severity: 'medium',
    vulnerable: [['0.6.18', '1.20.0']],
    fixed: ['1.21.0', '1.20.1'],
    needs: 'resolver',
  },
  {
    id: 'CVE-2019-9511',
    about: 'Excessive CPU usage in HTTP/2 with small window updates',
    severity: 'medium',
    vulnerable: [['1.9.5', '1.17.2']],
    fixed: ['1.17.3', '1.16.1'],
    needs: 'http2',
  },
  {
    id: 'CVE-2019-9513',
    about: 'Excessive CPU usage in HTTP/2 with priority changes',
    severity: 'low',
    vulnerable: [['1.9.5', '1.17.2']],
    fixed: ['1.17.3', '1.16.1'],
    needs: 'http2',
  },
  {
    id: 'CVE-2019-9516',
    about: 'Excessive memory usage in HTTP/2 with zero length headers',
    severity: 'low',
    vulnerable: [['1.9.5', '1.17.2']],
    fixed: ['1.17.3', '1.16.1'],
    needs: 'http2',
  },
  {
    id: 'CVE-2018-16843',
    about: 'Excessive memory usage in HTTP/2',
    severity: 'low',
    vulnerable: [['1.9.5', '1.15.5']],
    fixed: ['1.15.6', '1.14.1'],
    needs: 'http2',
  },
  {
    id: 'CVE-2018-16844',
    about: 'Excessive CPU usage in HTTP/2',
    severity: 'low',
    vulnerable: [['1.9.5', '1.15.5']],
    fixed: ['1.15.6', '1.14.1'],
    needs: 'http2',
  },
  {
    id: 'CVE-2018-16845',
    about: 'Memory disclosure in the ngx_http_mp4_module',
    severity: 'medium',
    vulnerable: [
      ['1.1.3', '1.15.5'],
      ['1.0.7', '1.0.15'],
    ],
    fixed: ['1.15.6', '1.14.1'],
    needs: 'mp4',
  },
  {
    id: 'CVE-2017-7529',
    about: 'Integer overflow in the range filter',
    severity: 'medium',
    vulnerable: [['0.5.6', '1.13.2']],
    fixed: ['1.13.3', '1.12.1'],
    needs: 'any',
  },
  {
    id: 'CVE-2016-4450',
    about: 'NULL pointer dereference while writing client request body',
    severity: 'medium',
    vulnerable: [['1.3.9', '1.11.0']],
    fixed: ['1.11.1', '1.10.1'],
    needs: 'any',
  },
  {
    id: 'CVE-2016-0742',
    about: 'Invalid pointer dereference in resolver',
    severity: 'medium',
    vulnerable: [['0.6.18', '1.9.9']],
    fixed: ['1.9.10', '1.8.1'],
    needs: 'resolver',
  },
  {
    id: 'CVE-2016-0746',
    about: 'Use-after-free during CNAME response processing in resolver',
    severity: 'medium',
    vulnerable: [['0.6.18', '1.9.9']],
    fixed: ['1.9.10', '1.8.1'],
    needs: 'resolver',
  },
  {
    id: 'CVE-2016-0747',
    about: 'Insufficient limits of CNAME resolution in resolver',
    severity: 'medium',
    vulnerable: [['0.6.18', '1.9.9']],
    fixed: ['1.9.10', '1.8.1'],
    needs: 'resolver',
  },
];
