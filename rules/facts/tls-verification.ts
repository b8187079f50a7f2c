/** A variable that makes a program verify no certificate when it has such a value. */
export interface VerificationVariable {
  readonly name: RegExp;
  readonly value: RegExp;
  readonly peer: string;
}

/** From the documentation of Python (PEP 493), Node.js, npm, git and pip; read 2026-11. */
const variables: readonly VerificationVariable[] = [
  { name: /^PYTHONHTTPSVERIFY$/, value: /^0$/, peer: 'checkov:CKV2_DOCKER_5' },
  { name: /^NODE_TLS_REJECT_UNAUTHORIZED$/, value: /^0$/, peer: 'checkov:CKV2_DOCKER_6' },
  { name: /^npm_config_strict_ssl$/i, value: /^(?:false|0)$/i, peer: 'checkov:CKV2_DOCKER_12' },
  { name: /^GIT_SSL_NO_VERIFY$/, value: /^(?!0$|false$|no$|$)/i, peer: 'checkov:CKV2_DOCKER_14' },
  { name: /^PIP_TRUSTED_HOST$/, value: /./, peer: 'checkov:CKV2_DOCKER_16' },
];

export function verificationVariable(name: string, value: string): VerificationVariable | undefined {
  return variables.find((one) => one.name.test(name) && one.value.test(value));
}

/** What switches verification off on a program's command line. */
export interface VerificationSwitch {
  readonly program: RegExp;
  /** One argument that does it. */
  readonly option?: RegExp;
  /** Several that do it, joined by blanks. */
  readonly words?: RegExp;
  readonly peer?: string;
}

/** From the programs' manuals, read 2026-11. */
export const verificationSwitches: readonly VerificationSwitch[] = [
  {
    program: /^curl$/,
    option: /^(?:-[fsSLgIiJNORv#]*k[fsSLgIiJNORvko#]*|--insecure|--proxy-insecure)$/,
    peer: 'checkov:CKV2_DOCKER_2',
  },
  { program: /^wget$/, option: /^--no-check-certificate$/, peer: 'checkov:CKV2_DOCKER_3' },
  {
    program: /^(?:pip[\d.]*|python[\d.]*|uv)$/,
    option: /^--(?:trusted-host|allow-insecure-host)(?:=|$)/,
    peer: 'checkov:CKV2_DOCKER_4',
  },
  {
    program: /^(?:dnf5?|yum|tdnf|yum-config-manager)$/,
    option: /sslverify=(?:0|false|no)$/i,
    peer: 'checkov:CKV2_DOCKER_15',
  },
  { program: /^apt(?:-get)?$/, option: /^(?:-o)?Acquire::(?:https::)?Verify-(?:Peer|Host)=(?:false|0|no)$/i },
  {
    program: /^(?:npm|yarn|pnpm)$/,
    option: /^--(?:no-strict-ssl|strict-ssl=false)$/,
    words: /\bconfig (?:-g |--global )?set (?:-g |--global )?strict-ssl[ =]"?false\b/,
    peer: 'checkov:CKV2_DOCKER_13',
  },
  {
    program: /^git$/,
    option: /^http\.sslVerify=(?:false|0)$/i,
    words: /\bconfig (?:--\S+ )*http\.sslVerify (?:false|0)\b/i,
  },
];
