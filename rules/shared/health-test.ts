import { type DeployedService, type Fix, setYaml } from '../../core/rule.ts';
import { awaitNewHealth } from './await-health.ts';

/** Commands that say yes whatever the service does. */
const trivial =
  /^(?:(?:\/(?:usr\/)?bin\/)?true|:|exit 0|(?:\/bin\/)?echo\b[^;&|]*|sleep [\d.]+|ls|pwd|date|whoami)$/;

/** They wait for their hour, or ship what others write: there is nothing to ask them. */
const unaskable: readonly string[] = ['certificates', 'backup', 'distribution'];

/** What images of these roles serve, they serve over HTTP. */
export const overHttp: readonly string[] = ['runtime', 'web-server', 'proxy', 'application'];

/** Whether a check's command succeeds whatever state the service is in. */
export function cannotFail(command: string): boolean {
  const script = command.trim();
  // What comes behind "||" runs when the check has failed.
  return /\|\|\s*(?:true|:|exit 0)$/.test(script) || trivial.test(script);
}

/**
 * A health check for a service, as Compose's `test`, whose program is known to be in its image: the image's own where it
 * runs as it is, a request to its port otherwise.
 */
function healthTestFor(deployed: DeployedService): readonly string[] | undefined {
  const { image, built, listens, service } = deployed;
  if (!image) return undefined;
  const web = overHttp.includes(image.role);
  // A configuration that is not here may have moved the port that the image's own check asks.
  if (!built && web && listens.ports.length > 0 && !listens.certain) return undefined;
  const sockets = deployed.nginx.flatMap(({ config }) => config.servers.flatMap((one) => one.listens));
  const plain = sockets.find((one) => one.port !== undefined && !one.ssl && !one.quic)?.port;
  if (sockets.length > 0 && plain === undefined) return undefined;
  const port = plain ?? listens.ports[0] ?? service.ports[0]?.target;
  const asIs = !built && (port === undefined || image.ports === undefined || image.ports.includes(port));
  if (asIs && image.healthTest) return image.healthTest;
  // What listens there speaks TLS, most likely, and the check would not.
  if (port === undefined || !web || port === 443 || port === 8443) return undefined;
  return requestTest(deployed, image.product, `http://127.0.0.1:${port}/`);
}

/** A check that asks a URL with what the image of a service or stage is known to have. */
export function requestTest(
  image: Pick<DeployedService, 'hasTool'>,
  product: string,
  url: string,
): readonly string[] | undefined {
  const has = (program: string) => image.hasTool(program) === 'yes';
  if (has('wget')) return ['CMD', 'wget', '-q', '--spider', url];
  if (has('curl')) return ['CMD', 'curl', '-fsS', '-o', '/dev/null', url];
  if (product === 'node')
    return [
      'CMD',
      'node',
      '-e',
      `fetch('${url}').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`,
    ];
  if (product === 'python')
    return ['CMD', 'python', '-c', `import urllib.request; urllib.request.urlopen('${url}', timeout=5)`];
  return undefined;
}

/** Whether all that could bring a check is known, and the service is one that can be asked. */
export function mayLackHealthcheck({
  service,
  image,
  built,
  stage,
  oneShot,
  listens,
}: DeployedService): boolean {
  const own = service.healthcheck;
  // Switched off on purpose: another rule's matter.
  if (oneShot || own?.disabled || own?.test?.form === 'none') return false;
  if (own?.test) return true;
  if (!image || (built && !stage) || stage?.healthcheck?.none) return false;
  if (image.healthcheck === undefined && !stage?.healthcheck) return false;
  if (!built && unaskable.includes(image.role)) return false;
  const asked =
    listens.ports.length > 0 || service.ports.length > 0 || (!built && image.healthTest !== undefined);
  return asked && (image.shell !== 'none' || image.healthTest !== undefined || image.healthcheck === true);
}

/** A `healthcheck` block for a service that has none, which its dependants then wait for; not where no program for it is known. */
export function addHealthcheck(deployed: DeployedService): Fix | undefined {
  const { service, name } = deployed;
  const test = service.node && !service.at('healthcheck') ? healthTestFor(deployed) : undefined;
  if (!service.node || !test) return undefined;
  const words = `[${test.map((word) => JSON.stringify(word)).join(', ')}]`;
  const value = { test: { raw: words }, interval: '30s', timeout: '10s', retries: 3, start_period: '30s' };
  const edits = setYaml(service.node, ['healthcheck'], value);
  const awaited = edits && awaitNewHealth(deployed);
  if (!awaited) return undefined;
  return {
    title: `Check the health of "${name}" with ${test[1]?.split(' ')[0]}`,
    safety: 'review',
    edits: [...edits, ...awaited],
  };
}
