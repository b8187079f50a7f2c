import {
  type ChecklistItem,
  certificatesOf,
  type DeployedService,
  type Deployment,
  deploymentVariables,
  formatSize,
  routesOf,
} from '../core/rule.ts';
import { listed } from './shared/listed.ts';

/** Of a database's image, and the server itself: what has an entrypoint of its own is a client. */
const keepsData = ({ image, service }: DeployedService): boolean =>
  image?.role === 'database' && service.entrypoint === undefined;
const runsOn = ({ oneShot, service }: DeployedService): boolean =>
  !oneShot && (service.image !== undefined || service.build !== undefined);

const hasDatabase = ({ services }: Deployment): boolean => services.some(keepsData);
const hasNginx = ({ nginx }: Deployment): boolean => nginx.length > 0;
const obtainsCertificates = (deployment: Deployment): boolean =>
  deployment.derive(certificatesOf).clients.length > 0;
const isReached = (deployment: Deployment): boolean => reachedPorts(deployment).length > 0;

/** Ports that are published beyond this host, as they are written where they are not numbers. */
function reachedPorts(deployment: Deployment): readonly string[] {
  const ports = deployment
    .derive(routesOf)
    .entrances.filter(({ port }) => !/^(?:127\.|::1$|localhost$)/.test(port.hostIp ?? ''))
    .map(({ port }) => `${port.published ?? port.text}${port.protocol === 'tcp' ? '' : `/${port.protocol}`}`);
  return [...new Set(ports)];
}

function siteNames({ nginx }: Deployment): readonly string[] {
  const names = nginx.flatMap(({ config }) =>
    config.servers.flatMap((server) => server.names.map(({ text }) => text)),
  );
  return [...new Set(names)].filter((name) => /^[\w-]+(?:\.[\w-]+)+$/.test(name));
}

function neededVariables(deployment: Deployment): readonly string[] {
  const { used } = deployment.derive(deploymentVariables);
  return [...used.values()].filter(({ needed }) => needed).map(({ name }) => name);
}

function limitsTogether({ services }: Deployment): string {
  const limits = services.filter(runsOn).map(({ service }) => service.memoryLimit?.value);
  const known = limits.filter((limit) => limit !== undefined && limit > 0) as readonly number[];
  if (known.length === 0) return 'No service has a memory limit to add up.';
  const sum = formatSize(known.reduce((all, one) => all + one, 0));
  const unbound = limits.length - known.length;
  return `The memory limits add up to ${sum}${unbound > 0 ? `, without the ${unbound} of ${limits.length} services that have none` : ''}.`;
}

const quoted = (names: readonly string[]): string => listed(names.map((name) => `\`${name}\``));

/**
 * What is to be sure of before a deployment, and which rules prove it. A rule is named only where finding nothing means that it holds: rules that are silent when in doubt are asked of
 * each service by `of`, or only refute.
 */
export const checklist: readonly ChecklistItem[] = [
  {
    id: 'server-resources',
    group: 'Server',
    title: 'The server has the processors and the memory that the services may take',
    how: (deployment) =>
      `${limitsTogether(deployment)} Compare that with \`nproc\` and \`free -h\` on the server.`,
  },
  {
    id: 'disk-space',
    group: 'Server',
    title: 'There is disk space for images, data, logs and backups',
    how: 'Look at `df -h` and `docker system df` on the server, and think of a year of data.',
  },
  {
    id: 'docker-installed',
    group: 'Server',
    title: 'Docker Engine and Compose are installed in supported versions',
    how: 'Ask `docker version` and `docker compose version` on the server.',
  },
  {
    id: 'dns-records',
    group: 'Server',
    title: 'The site’s names lead to the server',
    how: (deployment) => {
      const names = siteNames(deployment);
      return names.length > 0
        ? `Look up the A and AAAA records of ${quoted(names)}.`
        : 'Look up the A and AAAA records of each name that the site is reached by.';
    },
    when: isReached,
  },
  {
    id: 'firewall',
    group: 'Server',
    title: 'The firewall lets in what is meant to be reached, and nothing else',
    how: (deployment) => {
      const ports = reachedPorts(deployment);
      const published =
        ports.length > 0 ? `Compose publishes ${quoted(ports)}` : 'Compose publishes nothing beyond the host';
      return `${published}. Docker’s own rules come before those of ufw and firewalld: try from another machine.`;
    },
  },
  {
    id: 'ssh-keys-only',
    group: 'Server',
    title: 'SSH takes keys, no passwords and no root login',
    how: 'Look for `PasswordAuthentication no` and `PermitRootLogin no` in what `sshd -T` prints.',
  },
  {
    id: 'login-attempts-blocked',
    group: 'Server',
    title: 'Those who try passwords are shut out',
    how: 'fail2ban, CrowdSec or the provider’s firewall watches the logins of the server.',
  },
  {
    id: 'server-updates',
    group: 'Server',
    title: 'Security updates of the server are installed by themselves',
    how: 'unattended-upgrades, dnf-automatic or the like is on, and restarts have their hour.',
  },
  {
    id: 'variables-set',
    group: 'Configuration',
    title: 'Every variable has its value on the server',
    how: (deployment) =>
      `Compose asks for ${quoted(neededVariables(deployment))}; \`docker compose config\` shows what it makes of them.`,
    when: (deployment) => neededVariables(deployment).length > 0,
    refutedBy: ['deployment/undefined-variable', 'deployment/missing-env-file'],
  },
  {
    id: 'strong-secrets',
    group: 'Configuration',
    title: 'Passwords and keys are long, random and used in one place',
    how: 'Make each by itself, as with `openssl rand -base64 32`, and none that another environment has.',
    refutedBy: ['deployment/weak-secret', 'compose/default-secret', 'compose/empty-password-allowed'],
  },
  {
    id: 'secrets-out-of-repository',
    group: 'Configuration',
    title: 'No secret is written into the files of the deployment, and env files are kept out of git',
    how: 'Search the repository’s history as well: what was committed once is known.',
    provenBy: [
      'compose/hardcoded-secret',
      'deployment/committed-env-file',
      'compose/default-secret',
      'compose/secret-in-command',
      'compose/secret-in-build-argument',
      'dockerfile/secret-in-build-variable',
    ],
  },
  {
    id: 'env-file-permissions',
    group: 'Configuration',
    title: 'Only their owner can read the env files and keys on the server',
    how: 'Set `chmod 600` on them, and look with `ls -l`.',
  },
  {
    id: 'outside-services',
    group: 'Configuration',
    title: 'Addresses and keys of other people’s services are those for production',
    how: 'Mail, payments, maps and the like: none is a sandbox, none is shared with development.',
    when: (deployment) => neededVariables(deployment).length > 0,
  },
  {
    id: 'certificate-contact',
    group: 'Configuration',
    title: 'Somebody hears of certificates that are about to end',
    how: 'A monitor asks for the date of the certificate; the authority’s account has an address that is read.',
    when: obtainsCertificates,
  },
  {
    id: 'tls',
    group: 'Security',
    title: 'The site is served over TLS, with current protocols and ciphers',
    how: 'Ask from outside, as with `openssl s_client` or testssl.sh.',
    when: (deployment) => hasNginx(deployment) || isReached(deployment),
    provenBy: [
      'nginx/plain-http-only',
      'nginx/content-without-tls',
      'nginx/weak-tls-protocols',
      'nginx/weak-tls-ciphers',
    ],
  },
  {
    id: 'certificates-renewed',
    group: 'Security',
    title: 'Certificates are obtained, renewed and taken up without anyone',
    how: 'Let `certbot renew --dry-run` or its like run on the server.',
    when: hasNginx,
    provenBy: [
      'deployment/missing-certificate-renewal',
      'deployment/missing-first-certificate',
      'deployment/renewal-without-reload',
      'deployment/mismatched-acme-webroot',
    ],
  },
  {
    id: 'security-headers',
    group: 'Security',
    title: 'Security headers are sent',
    how: 'Look at them with `curl -I` from outside.',
    when: hasNginx,
    provenBy: [
      'nginx/missing-hsts',
      'nginx/missing-content-type-options',
      'nginx/missing-frame-options',
      'nginx/missing-content-security-policy',
      'nginx/missing-referrer-policy',
    ],
    refutedBy: ['nginx/dropped-headers', 'nginx/permissive-script-policy', 'nginx/header-not-always'],
  },
  {
    id: 'non-root-users',
    group: 'Security',
    title: 'No service runs as root',
    how: 'Ask each container with `docker compose top`.',
    provenBy: ['compose/root-user', 'dockerfile/root-user'],
    of: runsOn,
  },
  {
    id: 'no-power-over-host',
    group: 'Security',
    title: 'No container has power over the host',
    how: 'None is privileged, holds the Docker socket, shares the host’s namespaces or mounts its folders writable.',
    provenBy: [
      'compose/privileged-container',
      'compose/docker-socket-mounted',
      'compose/dangerous-capability',
      'compose/host-namespace',
      'compose/sensitive-mount',
    ],
    of: runsOn,
  },
  {
    id: 'closed-ports',
    group: 'Security',
    title: 'Databases and administration are not reachable from outside',
    how: 'Try their ports from another machine.',
    provenBy: [
      'compose/published-database-port',
      'compose/published-internal-port',
      'compose/published-admin-interface',
      'deployment/bypassed-proxy',
    ],
  },
  {
    id: 'supported-versions',
    group: 'Security',
    title: 'Every image is of a version that is named and supported',
    how: 'Compare the images with their makers’ lists.',
    provenBy: [
      'compose/unpinned-image',
      'compose/end-of-life-image',
      'dockerfile/unpinned-base-image',
      'dockerfile/end-of-life-base-image',
    ],
    of: runsOn,
  },
  {
    id: 'images-scanned',
    group: 'Security',
    title: 'Images are scanned for known flaws before they are deployed',
    how: 'A scanner such as Trivy or Grype looks at each image, and somebody at what it says.',
    provenBy: ['deployment/unscanned-image'],
  },
  {
    id: 'resource-limits',
    group: 'Monitoring and backup',
    title: 'Every service is limited in memory and processors',
    how: 'Set limits after what `docker stats` shows under load.',
    provenBy: ['compose/missing-memory-limit', 'compose/missing-cpu-limit'],
    of: runsOn,
  },
  {
    id: 'restarts',
    group: 'Monitoring and backup',
    title: 'Every service comes back after a failure and after a restart of the server',
    how: 'Restart the server once and look at `docker compose ps`.',
    provenBy: ['compose/missing-restart-policy'],
    of: runsOn,
  },
  {
    id: 'health-checks',
    group: 'Monitoring and backup',
    title: 'Every service has a health check that asks the service itself',
    how: 'Add one where there is none.',
    provenBy: [
      'compose/missing-healthcheck',
      'compose/trivial-healthcheck',
      'compose/disabled-healthcheck',
      'deployment/missing-healthcheck-tool',
      'deployment/wrong-healthcheck-port',
    ],
    of: runsOn,
  },
  {
    id: 'log-rotation',
    group: 'Monitoring and backup',
    title: 'Logs are rotated',
    how: 'Set `max-size` for each service or for the Docker daemon, and rotate what is written to files.',
    provenBy: ['compose/unrotated-logs', 'deployment/unrotated-log-volume'],
    of: runsOn,
  },
  {
    id: 'monitoring',
    group: 'Monitoring and backup',
    title: 'Services and server are measured',
    how: 'Processors, memory, disks, answers: over time, in one place.',
    provenBy: ['compose/missing-monitoring'],
  },
  {
    id: 'alerting',
    group: 'Monitoring and backup',
    title: 'Somebody is told when something is wrong',
    how: 'Stop a service, and see who hears of it and how soon.',
    provenBy: ['compose/missing-alerting'],
  },
  {
    id: 'asked-from-outside',
    group: 'Monitoring and backup',
    title: 'Something outside of the server asks whether the site answers',
    how: 'What runs on the server cannot tell that the server is gone.',
    when: isReached,
  },
  {
    id: 'backups-scheduled',
    group: 'Monitoring and backup',
    title: 'Every database is backed up on a schedule',
    how: 'Look at the date of the newest backup.',
    when: hasDatabase,
    provenBy: ['compose/missing-backup'],
    of: keepsData,
  },
  {
    id: 'backups-elsewhere',
    group: 'Monitoring and backup',
    title: 'Backups are copied to another place',
    how: 'What lies on the server’s disk is lost with it.',
    when: hasDatabase,
    provenBy: ['compose/backup-on-one-host'],
    of: keepsData,
  },
  {
    id: 'backups-kept',
    group: 'Monitoring and backup',
    title: 'It is settled how long backups are kept',
    how: 'Long enough to notice a mistake, and no longer than the law and the disk allow.',
    when: hasDatabase,
  },
  {
    id: 'tried-in-development',
    group: 'Tests',
    title: 'What is deployed ran somewhere else before',
    how: 'The same images, on a staging server or a laptop.',
  },
  {
    id: 'migrations-tried',
    group: 'Tests',
    title: 'Migrations ran on a copy of the data',
    how: 'Restore the newest backup elsewhere and migrate it.',
    when: hasDatabase,
    refutedBy: ['deployment/unrun-migrations'],
  },
  {
    id: 'certificate-tried',
    group: 'Tests',
    title: 'Obtaining a certificate was tried',
    how: 'Against the authority’s staging service, whose limits are wider.',
    when: obtainsCertificates,
  },
  {
    id: 'backup-restore-tested',
    group: 'Tests',
    title: 'A backup was restored, and its data looked at',
    how: 'The quick reference has the commands. Do it on another machine.',
    when: hasDatabase,
    refutedBy: ['compose/missing-backup', 'deployment/mismatched-backup-script'],
  },
  {
    id: 'rollback-tried',
    group: 'Tests',
    title: 'Going back to the last version was tried',
    how: 'The quick reference has the commands.',
  },
  {
    id: 'services-healthy',
    group: 'Tests',
    title: 'Every service is healthy on the server',
    how: 'Ask `docker compose ps` some minutes after the start.',
    refutedBy: ['deployment/wrong-healthcheck-port', 'deployment/missing-healthcheck-tool'],
  },
  {
    id: 'endpoints-tried',
    group: 'Tests',
    title: 'Every interface answers through the proxy',
    how: (deployment) => {
      const paths = deployment.derive(routesOf).hops.flatMap(({ proxy }) => proxy?.location?.path ?? []);
      const plain = [...new Set(paths)].filter((path) => path.startsWith('/'));
      return plain.length > 0 ? `nginx passes on ${quoted(plain)}.` : 'Ask each with curl from outside.';
    },
    when: (deployment) => deployment.derive(routesOf).hops.length > 0,
    refutedBy: [
      'deployment/unknown-upstream',
      'deployment/unreachable-upstream',
      'deployment/wrong-upstream-port',
    ],
  },
  {
    id: 'pages-tried',
    group: 'Tests',
    title: 'Pages load in a browser, without errors in its console',
    how: 'On a telephone as well.',
    when: isReached,
    refutedBy: ['deployment/empty-web-root'],
  },
  {
    id: 'websockets-tried',
    group: 'Tests',
    title: 'WebSockets stay open through the proxy',
    how: 'Longer than its `proxy_read_timeout`.',
    when: ({ nginx }) =>
      nginx.some(({ config }) =>
        [...config.walk()].some(
          ({ name, args }) => name === 'proxy_set_header' && /^upgrade$/i.test(args[0]?.text ?? ''),
        ),
      ),
  },
];
