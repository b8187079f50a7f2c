/** What is to be looked at, by section: the ids that rules name in `catalogue`, and why some of them have no rule. */

export interface CatalogueSection {
  readonly title: string;
  /** Ids in full: `compose/memory-limit`. */
  readonly rows: readonly string[];
}

export const catalogue: readonly CatalogueSection[] = [
  section(
    'Compose: resources',
    'compose',
    `
    memory-limit cpu-limit resource-reservations reservation-exceeds-limit pids-limit resource-format legacy-resource-keys
  `,
  ),
  section(
    'Compose: logging',
    'compose',
    `
    log-rotation log-options-invalid log-driver-none log-options-mismatch
  `,
  ),
  section(
    'Compose: reliability',
    'compose',
    `
    restart-policy restart-no-unquoted restart-always healthcheck healthcheck-disabled healthcheck-incomplete
    healthcheck-trivial healthcheck-form depends-on-health depends-on-unknown depends-on-cycle depends-on-no-healthcheck
    init-process stop-grace-period shell-command-signals single-replica-container-name anonymous-volume-data tmpfs-data
  `,
  ),
  section(
    'Compose: security',
    'compose',
    `
    privileged docker-socket host-namespace sensitive-mount mount-read-only cap-add cap-drop no-new-privileges
    security-profile-off security-profile read-only-rootfs root-user cgroup-parent shared-propagation restart-unbounded
    volume-shared devices bind-all-interfaces database-published admin-ui-published ssh-published
  `,
  ),
  section(
    'Compose: secrets',
    'compose',
    `
    hardcoded-secret default-secret secret-in-environment required-variable secret-in-command secret-in-build-arg
    secret-mode-ignored external-secret-without-swarm unused-secret undefined-secret empty-password-allowed
  `,
  ),
  section(
    'Compose: images and supply chain',
    'compose',
    `
    image-pinned image-prerelease container-name-invalid container-name-duplicate project-name quoted-volumes
    anchor-unused image-digest image-eol deprecated-image insecure-registry pull-policy built-image-untagged
  `,
  ),
  section(
    'Compose: networks',
    'compose',
    `
    custom-network network-segmentation internal-network missing-network subnet-conflict links legacy-network-mode
    duplicate-port port-unquoted port-invalid
  `,
  ),
  section(
    'Compose: files',
    'compose',
    `
    syntax unknown-key duplicate-key obsolete-version env-list-syntax dollar-escape extends-missing include-missing
    deploy-ignored dev-settings source-mounted timezone-mount hostname-clash key-order alphabetical
  `,
  ),
  section(
    'Compose: PostgreSQL and other stateful services',
    'compose',
    `
    postgres-tuning postgres-memory postgres-connections postgres-wal-archiving postgres-data-path postgres-shm-size
    backup-missing backup-unscheduled backup-offsite redis-auth redis-eviction-policy rabbitmq-hostname redis-persistence
    redis-maxmemory
  `,
  ),
  section(
    'Compose: observability',
    'compose',
    `
    monitoring-missing alerting-missing central-logging-missing runtime-security
  `,
  ),
  section(
    'Dockerfile: security',
    'dockerfile',
    `
    non-root-user user-order numeric-user secret-in-env-arg secret-copied secret-in-run sudo chmod-777 curl-pipe-shell
    signature-check-off system-folder debug-enabled tls-verification-off add-remote add-instead-of-copy ssh-server
    admin-port-exposed insecure-builder secret-mount-mode writable-by-runtime-user clear-text-download password-set
    pip-extra-index chown-layer setuid-left package-upgrade
  `,
  ),
  section(
    'Dockerfile: base image and supply chain',
    'dockerfile',
    `
    base-image-pinned base-image-eol base-image-minimal base-image-digest deprecated-base platform-in-from
    package-versions allowed-registries
  `,
  ),
  section(
    'Dockerfile: build quality',
    'dockerfile',
    `
    multi-stage layer-cache-order production-dependencies npm-ci npm-only-production node-env apt-lists apk-cache
    yum-clean dnf-clean zypper-clean pip-cache yarn-cache npm-cache apt-no-recommends assume-yes apt-end-user-tool
    apt-update-alone dist-upgrade consecutive-run cd-instead-of-workdir workdir-absolute workdir-missing-relative-copy
    pipefail curl-and-wget wget-progress useradd-no-log-init meaningless-commands shell-instruction add-for-archives
    copy-whole-filesystem shell-script-lint large-copy-context build-arg-validation
  `,
  ),
  section(
    'Dockerfile: runtime',
    'dockerfile',
    `
    healthcheck healthcheck-multiple healthcheck-tool-missing healthcheck-port exec-form signal-handling npm-start
    heap-limit multiple-cmd multiple-entrypoint no-command expose-missing expose-invalid expose-format stopsignal
    unbuffered-python java-container-flags php-production-ini labels
  `,
  ),
  section(
    'Dockerfile: correctness',
    'dockerfile',
    `
    syntax json-form-malformed key-value-blank stage-name-unique stage-name-reserved stage-name-case copy-from-unknown
    copy-from-self copy-multiple-dest undefined-arg undefined-var arg-scope self-referring-env maintainer legacy-key-value
    casing-consistency from-as-casing redundant-target-platform empty-continuation onbuild-forbidden unused-stage
    heredoc-crlf
  `,
  ),
  section(
    'nginx: TLS',
    'nginx',
    `
    tls-protocols tls-ciphers tls-prefer-server-ciphers tls-session tls-certificate-missing tls-stapling-useless
    tls-dhparam ssl-directive-obsolete no-https https-redirect http2 http2-push-removed acme-challenge-blocked
  `,
  ),
  section(
    'nginx: headers',
    'nginx',
    `
    hsts frame-options content-type-options csp referrer-policy permissions-policy add-header-inheritance
    add-header-always hsts-weak csp-unsafe x-xss-protection header-conflict header-duplicate multiline-header
    content-type-by-add-header cors-wildcard-credentials origin-regex referer-regex version-disclosure
  `,
  ),
  section(
    'nginx: security',
    'nginx',
    `
    alias-traversal ssrf http-splitting host-spoofing merge-slashes-off proxy-pass-normalized unanchored-regex regex-redos
    regex-overlap allow-without-deny satisfy-any auth-basic-over-http autoindex stub-status-public dotfiles-exposed
    sensitive-files root-in-etc missing-root placeholder-server-name default-server-implicit cookie-flags
    cross-origin-headers variable-case default-server resolver-external if-is-evil try-files-with-proxy rewrite-break
    return-bypasses-access client-body-limit timeouts real-ip-trust proxy-ssl-verify user-root error-log-off
    log-to-dev-null hash-without-default map-defaults known-vulnerability resolver-missing regex-exact regex-invalid
    h2c-smuggling internal-missing scheme-from-variable tls-curves http2-misdirected quic-reuseport keepalive-requests-low
    lua njs-blocks
  `,
  ),
  section(
    'nginx: traffic and performance',
    'nginx',
    `
    rate-limit rate-limit-key limit-req-status limit-conn gzip static-cache worker-processes worker-connections keepalive
    upstream-keepalive proxy-headers websocket-upgrade proxy-buffering sendfile tcp-nopush access-log-buffer
    log-format-json health-endpoint
  `,
  ),
  section(
    'nginx: correctness',
    'nginx',
    `
    syntax unknown-directive wrong-context wrong-argument-count duplicate-directive deprecated-directive unknown-variable
    undefined-upstream undefined-zone undefined-log-format undefined-map duplicate-location shadowed-location
    duplicate-server-name duplicate-default-server include-missing include-cycle proxy-pass-slash
  `,
  ),
  section(
    'Deployment: what only several files show',
    'deployment',
    `
    build-context-missing dockerfile-missing build-target-missing copy-source-missing copy-source-ignored
    dockerignore-missing dockerignore-lets-secrets-in build-arg-unknown build-arg-missing env-file-missing
    env-file-committed variable-undefined variable-unused env-example-stale weak-secret-value upstream-unknown
    upstream-port upstream-unreachable upstream-stale-dns upstream-not-awaited bypasses-proxy service-not-routed
    database-exposed-by-network certificate-not-mounted acme-webroot-mismatch certificate-renewal-missing
    renewal-without-reload config-not-mounted mount-source-missing mount-over-file nginx-version-mismatch
    nginx-template-variables healthcheck-tool-missing healthcheck-port healthcheck-path healthcheck-overridden memory-heap
    privileged-port-non-root read-only-without-tmpfs volume-owner volume-unused bind-data-in-repository
    log-volume-without-rotation backup-volume-unwritten backup-script-mismatch init-script-not-run dev-prod-drift
    ci-missing ci-without-image-scan ci-deploys-latest build-input-ignored tls-cipher-certificate-mismatch
    first-certificate-missing regex-location-shadows-prefix log-links-replaced host-path-required command-target-missing
    command-tool-missing install-needs-later-copy web-root-empty published-port-unheard dependency-undeclared
    variable-conflict secret-scope migrations-unrun init-setting-late platform-mismatch update-tool-missing
    actions-unpinned connection-pool timezone locale
  `,
  ),
];

/** Row → why no rule stands for it. */
export const withoutRule: Readonly<Record<string, string>> = {
  'compose/runtime-security': 'What watches a running host is in no file of the deployment.',
  'deployment/init-setting-late':
    'Whether a volume is initialised already is in no file: a finding could only guess.',
  'deployment/locale': 'A matter of taste until the application says what it needs.',
  'deployment/timezone': 'A matter of taste until the application says what it needs.',
  'nginx/access-log-buffer':
    'A buffer loses the last lines when nginx is killed and holds others back; it pays from thousands of requests a second on, which no file tells.',
  'nginx/health-endpoint':
    'A check may ask any path that answers; what checks nothing, or the wrong port, is said by compose/trivial-healthcheck and its neighbours.',
  'nginx/http2-misdirected':
    'nginx chooses the server by the host name of each request, whichever certificate the connection has, and answers 421 by itself where client certificates forbid that.',
  'nginx/lua': 'Read over by the parser, so that no rule takes Lua for directives.',
  'nginx/njs-blocks': 'Read over by the parser, so that no rule takes JavaScript for directives.',
};

function section(title: string, kind: string, names: string): CatalogueSection {
  return {
    title,
    rows: names
      .trim()
      .split(/\s+/)
      .map((name) => `${kind}/${name}`),
  };
}
