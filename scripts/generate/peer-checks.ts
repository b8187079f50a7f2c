/** The checks of the tools that people come from, by what their documentation lists (read 2026-11). */

import { kicsCompose, kicsDockerfile } from './kics-checks.ts';

export interface PeerCheck {
  /** As rules write it behind the tool's name: `DL3002`. Where the tool only has titles, a short one. */
  readonly id: string;
  /** What it looks at, in a few words. */
  readonly about: string;
  /** The rules that look at the same, where rules do not name the check themselves. */
  readonly ours?: readonly string[];
  /** Why there is none, of a check that rules do not name. */
  readonly reason?: string;
}

export interface Peer {
  /** As rules write it: `hadolint`. */
  readonly tool: string;
  readonly title: string;
  /** How its findings are ignored, and what becomes of such comments here. */
  readonly ignores: string;
  readonly checks: readonly PeerCheck[];
}

export const peers: readonly Peer[] = [
  {
    tool: 'hadolint',
    title: 'hadolint',
    ignores:
      '`# hadolint ignore=DL3006` above an instruction and `# hadolint global ignore=…` are honoured for the rules below, with the text behind them as the reason.',
    checks: list(`
      DL1001 an ignore pragma is used
      DL3000 relative WORKDIR
      DL3001 commands that make no sense in a container
      DL3002 the last USER is root
      DL3003 cd instead of WORKDIR
      DL3004 sudo
      DL3006 untagged base image
      DL3007 base image tagged latest
      DL3008 unpinned apt packages
      DL3009 apt lists left behind
      DL3010 archive that is copied and then unpacked
      DL3011 port out of range
      DL3012 several HEALTHCHECKs
      DL3013 unpinned pip packages
      DL3014 apt-get without -y
      DL3015 recommended packages
      DL3016 unpinned npm packages
      DL3018 unpinned apk packages
      DL3019 apk without --no-cache
      DL3020 ADD for files and folders
      DL3021 COPY of several sources to a target without a slash
      DL3022 COPY --from of an unknown stage
      DL3023 COPY --from of the stage itself
      DL3024 duplicate stage name
      DL3025 shell form of CMD or ENTRYPOINT
      DL3026 registry that is not allowed
      DL3027 apt instead of apt-get
      DL3028 unpinned gems
      DL3029 constant --platform
      DL3030 yum without -y
      DL3032 yum cache left behind
      DL3033 unpinned yum packages
      DL3034 zypper without --non-interactive
      DL3035 zypper dist-upgrade
      DL3036 zypper cache left behind
      DL3037 unpinned zypper packages
      DL3038 dnf without -y
      DL3040 dnf cache left behind
      DL3041 unpinned dnf packages
      DL3042 pip cache left behind
      DL3043 ONBUILD of ONBUILD, FROM or MAINTAINER
      DL3044 variable used in the ENV that sets it
      DL3045 COPY to a relative target without a WORKDIR
      DL3046 useradd with a high uid and without -l
      DL3047 wget without a quiet progress
      DL3048 invalid label key
      DL3049 label missing
      DL3050 superfluous label
      DL3051 empty label
      DL3052 label that is no URL
      DL3053 label that is no time
      DL3054 label that is no SPDX identifier
      DL3055 label that is no git hash
      DL3056 label that is no semantic version
      DL3057 no HEALTHCHECK
      DL3058 label that is no e-mail address
      DL3059 consecutive RUNs
      DL3060 yarn cache left behind
      DL3061 first instruction is neither FROM nor ARG
      DL3062 unpinned go install
      DL3063 reserved stage name
      DL3064 secret in ARG or ENV
      DL3065 redundant $TARGETPLATFORM
      DL3066 user that is no number
      DL3067 COPY --from of a whole file system
      DL4000 MAINTAINER
      DL4001 wget and curl both
      DL4003 several CMDs
      DL4004 several ENTRYPOINTs
      DL4005 shell replaced by a link
      DL4006 pipe without pipefail
    `),
  },
  {
    tool: 'buildkit',
    title: 'BuildKit checks',
    ignores:
      '`# check=skip=NAME` (or `all`) at the top of the file is honoured for the rules below; `error=true` there makes errors of their findings.',
    checks: list(`
      StageNameCasing stage name in capitals
      FromAsCasing FROM and AS in different case
      NoEmptyContinuation blank line inside an instruction
      ConsistentInstructionCasing instructions in mixed case
      DuplicateStageName duplicate stage name
      ReservedStageName reserved stage name
      JSONArgsRecommended shell form of CMD or ENTRYPOINT
      MaintainerDeprecated MAINTAINER
      UndefinedArgInFrom FROM with an undeclared variable
      WorkdirRelativePath relative WORKDIR
      UndefinedVar undefined variable
      MultipleInstructionsDisallowed several CMD, ENTRYPOINT or HEALTHCHECK
      LegacyKeyValueFormat ENV and LABEL without an equals sign
      InvalidBaseImagePlatform base image of another platform
      RedundantTargetPlatform redundant $TARGETPLATFORM
      SecretsUsedInArgOrEnv secret in ARG or ENV
      InvalidDefaultArgInFrom FROM with a variable that is empty by default
      FromPlatformFlagConstDisallowed constant --platform
      CopyIgnoredFile COPY of an ignored file
      InvalidDefinitionDescription comment of a stage or ARG that is no description
      ExposeProtoCasing protocol of EXPOSE in capitals
      ExposeInvalidFormat EXPOSE with an address or a host port
    `),
  },
  {
    tool: 'trivy',
    title: 'Trivy (Dockerfile)',
    ignores: '`# trivy:ignore:DS-0002` is honoured for the rules below.',
    checks: list(`
      DS-0001 base image tagged latest
      DS-0002 the last USER is root
      DS-0004 port 22 exposed
      DS-0005 ADD instead of COPY
      DS-0006 COPY --from of the stage itself
      DS-0007 several ENTRYPOINTs
      DS-0008 port out of range
      DS-0009 relative WORKDIR
      DS-0010 sudo
      DS-0011 COPY of several sources to a target without a slash
      DS-0012 duplicate stage name
      DS-0013 cd instead of WORKDIR
      DS-0014 wget and curl both
      DS-0015 yum cache left behind
      DS-0016 several CMDs
      DS-0017 update in a step of its own
      DS-0019 dnf cache left behind
      DS-0020 zypper cache left behind
      DS-0021 apt-get without -y
      DS-0022 MAINTAINER
      DS-0023 several HEALTHCHECKs
      DS-0024 apt-get dist-upgrade
      DS-0025 apk without --no-cache
      DS-0026 no HEALTHCHECK
      DS-0027 microdnf cache left behind
      DS-0029 recommended packages
      DS-0030 WORKDIR in a system folder
      DS-0031 secrets in ARG, ENV or copied files
    `),
  },
  {
    tool: 'checkov',
    title: 'Checkov (Dockerfile)',
    ignores: '`#checkov:skip=CKV_DOCKER_3:reason` is honoured for the rules below.',
    checks: list(`
      CKV_DOCKER_1 port 22 exposed
      CKV_DOCKER_2 no HEALTHCHECK
      CKV_DOCKER_3 no user
      CKV_DOCKER_4 ADD instead of COPY
      CKV_DOCKER_5 update in a step of its own
      CKV_DOCKER_6 MAINTAINER
      CKV_DOCKER_7 base image tagged latest
      CKV_DOCKER_8 the last USER is root
      CKV_DOCKER_9 apt instead of apt-get
      CKV_DOCKER_10 relative WORKDIR
      CKV_DOCKER_11 duplicate stage name
      CKV2_DOCKER_1 sudo
      CKV2_DOCKER_2 curl without verification
      CKV2_DOCKER_3 wget without verification
      CKV2_DOCKER_4 pip --trusted-host
      CKV2_DOCKER_5 PYTHONHTTPSVERIFY
      CKV2_DOCKER_6 NODE_TLS_REJECT_UNAUTHORIZED
      CKV2_DOCKER_7 apk --allow-untrusted
      CKV2_DOCKER_8 apt-get --allow-unauthenticated
      CKV2_DOCKER_9 yum and dnf --nogpgcheck
      CKV2_DOCKER_10 rpm --nosignature
      CKV2_DOCKER_11 apt-get --force-yes
      CKV2_DOCKER_12 NPM_CONFIG_STRICT_SSL
      CKV2_DOCKER_13 npm strict-ssl false
      CKV2_DOCKER_14 GIT_SSL_NO_VERIFY
      CKV2_DOCKER_15 sslverify of yum and dnf
      CKV2_DOCKER_16 PIP_TRUSTED_HOST
      CKV2_DOCKER_17 chpasswd
    `),
  },
  {
    tool: 'sonar',
    title: 'SonarQube (Docker)',
    ignores: 'SonarQube keeps its exceptions on the server: accept the findings here again.',
    checks: list(`
      S1135 TODO in a comment
      S2260 file that cannot be parsed
      S2612 files that everybody may write
      S4507 debug features
      S5332 clear-text protocols
      S6431 namespaces of the host in a step
      S6469 mode of a secret mount
      S6470 everything copied
      S6471 root
      S6472 secrets in ARG or ENV
      S6473 ports for administration
      S6476 instructions in mixed case
      S6502 step without a sandbox
      S6504 files that the run-time user may write
      S6574 blank before the equals sign
      S6579 variable out of scope
      S6586 deprecated instruction
      S6589 several ENTRYPOINT or CMD
      S6596 base image tagged latest
      S7019 shell form of CMD or ENTRYPOINT
      S7020 long RUN
      S7021 relative WORKDIR
      S7023 base image without a digest
      S7028 label missing
      S7029 ADD instead of COPY
      S7030 JSON form that is none
      S7031 consecutive RUNs
      S8431 base image with neither tag nor digest
    `),
  },
  {
    tool: 'shellcheck',
    title: 'ShellCheck (in RUN, as hadolint runs it)',
    ignores:
      'Those few of its warnings that are certain without running anything. `# hadolint ignore=SC2164` is honoured for them.',
    checks: list(`
      SC1108 no blank before a comparison
      SC2002 useless cat
      SC2039 words of Bash in a POSIX shell
      SC2070 -n without quotes
      SC2077 no blanks around a comparison
      SC2086 unquoted variable
      SC2115 delete below a variable that may be empty
      SC2164 cd without a way out
      SC2181 exit status asked for by $?
      SC2320 exit status of echo
      SC3014 == in a POSIX shell
      SC3037 flags of echo in a POSIX shell
      SC3044 pushd and its like in a POSIX shell
      SC3046 source in a POSIX shell
    `),
  },
  {
    tool: 'kics',
    title: 'KICS (Dockerfile)',
    ignores:
      'Comments such as `# kics-scan ignore-line` say nothing of what they accept, so they are not read: accept the findings here, each with its reason.',
    checks: kicsDockerfile,
  },
  {
    tool: 'kics',
    title: 'KICS (Compose)',
    ignores: 'As above.',
    checks: kicsCompose,
  },
  {
    tool: 'gixy',
    title: 'gixy',
    ignores: 'gixy has no comments to ignore by: accept the findings here, each with its reason.',
    checks: list(`
      ssrf proxy_pass to a host from the request
      http_splitting line breaks in a header or address
      host_spoofing Host header passed on as sent
      origins origin or referrer checked with a loose pattern
      nginx_cves version with known flaws
      weak_ssl_tls weak protocols and ciphers
      ssl_ecdh_curve curves that OpenSSL does not know
      http2_misdirected_request one certificate for several servers of a socket
      quic_bpf_reuseport quic_bpf without reuseport
      ssl_stapling_without_resolver stapling without a resolver
      ssl_stapling_letsencrypt stapling for certificates without OCSP
      version_disclosure version in responses
      alias_traversal alias with a slash too few
      proxy_pass_normalized proxy_pass with a path
      hsts_header HSTS missing or weak
      add_header_redefinition headers dropped by an inner add_header
      add_header_multiline header over several lines
      add_header_content_type Content-Type by add_header
      allow_without_deny allow without deny
      return_bypasses_allow_deny return beside allow and deny
      valid_referers none in valid_referers
      status_page_exposed open status page
      resolver_external public resolver
      missing_resolver variable in proxy_pass without a resolver
      regex_redos expression that can take very long
      regex_exact_match expression that is a plain string
      unanchored_regex expression without an anchor
      invalid_regex expression that PCRE refuses
      if_is_evil if in a location
      try_files_is_evil_too try_files that looks up in vain
      default_server_flag no default_server
      hash_without_default map without a default
      error_log_off error_log off
      worker_rlimit_nofile_vs_connections fewer files than connections
      low_keepalive_requests few requests for a connection
    `),
  },
  {
    tool: 'semgrep',
    title: 'Semgrep (nginx)',
    ignores: '`# nosemgrep: <id>` is honoured for the rules below.',
    checks: list(`
      generic.nginx.security.alias-path-traversal.alias-path-traversal alias with a slash too few
      generic.nginx.security.dynamic-proxy-host.dynamic-proxy-host proxy_pass to a host from the request
      generic.nginx.security.dynamic-proxy-scheme.dynamic-proxy-scheme proxy_pass to a scheme from the request
      generic.nginx.security.header-injection.header-injection line breaks in a header
      generic.nginx.security.header-redefinition.header-redefinition headers dropped by an inner add_header
      generic.nginx.security.insecure-redirect.insecure-redirect redirect without https
      generic.nginx.security.insecure-ssl-version.insecure-ssl-version weak protocols
      generic.nginx.security.missing-internal.missing-internal location for internal use that everybody may ask
      generic.nginx.security.missing-ssl-version.missing-ssl-version no ssl_protocols
      generic.nginx.security.possible-h2c-smuggling.possible-h2c-smuggling Upgrade passed on
      generic.nginx.security.request-host-used.request-host-used Host header as sent
    `),
  },
  {
    tool: 'dclint',
    title: 'dclint',
    ignores:
      '`# dclint disable-file`, `# dclint disable rule` and `# dclint disable-line rule` are honoured for the rules below.',
    checks: list(`
      no-build-and-image build and image beside each other
      no-duplicate-container-names duplicate container name
      no-duplicate-exported-ports duplicate host port
      no-quotes-in-volumes quoted volume
      no-unbound-port-interfaces port on all interfaces
      no-version-field obsolete version
      require-project-name-field no project name
      require-quotes-in-ports unquoted port
      service-container-name-regex invalid container name
      service-dependencies-alphabetical-order unsorted dependencies
      service-image-require-explicit-tag untagged image
      service-keys-order keys in another order
      service-ports-alphabetical-order unsorted ports
      services-alphabetical-order unsorted services
      top-level-properties-order top-level keys in another order
    `),
  },
];

/** `tool:id` → why no rule stands for it. */
export const withoutOurs: Readonly<Record<string, string>> = {
  'hadolint:DL1001': 'An accepted finding is shown in the report with its reason; it is no defect.',
  'buildkit:InvalidBaseImagePlatform': 'Needs the registry, and nothing here asks the network.',
  'buildkit:InvalidDefinitionDescription': 'Experimental, and about comments.',
  'gixy:http2_misdirected_request':
    'nginx chooses the server by the host name of each request, whichever certificate the connection has, and answers 421 by itself where client certificates forbid that.',
  'gixy:try_files_is_evil_too':
    'What a look at a file costs is for its disk and the load to say: the system keeps such answers too, and `open_file_cache` serves stale ones for a while.',
  'semgrep:generic.nginx.security.insecure-redirect.insecure-redirect':
    'A redirect without a scheme keeps the scheme that the client came with: what is served without TLS is said by nginx/content-without-tls, where the TLS server is there.',
  'sonar:S1135': 'A TODO is no defect of a deployment.',
  'sonar:S7020': 'A matter of taste: the length of a step says nothing of what it does.',
  'dclint:service-ports-alphabetical-order':
    'Ports have no order that means anything, and sorting them moves apart what belongs together.',
  'dclint:no-build-and-image': 'Both beside each other are good practice: `image` names what `build` makes.',
};

function list(text: string): readonly PeerCheck[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [id = '', ...about] = line.trim().split(' ');
      return { id, about: about.join(' ') };
    });
}
