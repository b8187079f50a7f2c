import {
  type AcmeClient,
  certificatesOf,
  type DeployedService,
  type Deployment,
  defineRule,
  type Fix,
  processText,
  setYaml,
  skip,
} from '../../core/rule.ts';
import { acmeExample } from '../shared/acme-example.ts';

const loop = `/bin/sh -c 'while :; do sleep 6h & wait $$!; nginx -s reload; done & exec nginx -g "daemon off;"'`;

export default defineRule({
  id: 'deployment/renewal-without-reload',
  title: 'nginx does not take up renewed certificates',
  category: 'tls',
  severity: 'warning',
  priority: 1,
  remedy: 'Reload nginx after a renewal, or every few hours.',
  strength: 'nginx takes up renewed certificates',
  rationale:
    'nginx reads certificates when it starts and when it is reloaded, not when the files change. With nobody reloading it the renewed certificate lies on the disk, the old one is served until it runs out, and everything looks well until that day.',
  references: [
    'https://nginx.org/en/docs/control.html#reconfiguration',
    'https://eff-certbot.readthedocs.io/en/stable/using.html#renewing-certificates',
  ],
  catalogue: ['deployment/renewal-without-reload'],
  production: true,
  on: 'service',
  bad: acmeExample(),
  good: acmeExample({
    proxyEnd: `    command: ${loop}\n`,
  }),
  *check(deployed) {
    const { deployment, name } = deployed;
    const certificates = deployment.derive(certificatesOf);
    const use = certificates.uses.find(
      (one) => one.service === deployed && certificates.clientOf(one)?.renews,
    );
    const client = use && certificates.clientOf(use);
    if (!use || !client) return skip;
    if (certificates.scriptReloads || reloads(deployed, client) || isWatched(deployment)) return;
    yield {
      at: use.directive.args[0]!.span,
      message: `"${client.service.name}" renews this certificate and nothing reloads nginx in "${name}": the old one is served until it runs out.`,
      service: name,
      fix: () => fixFor(deployed),
    };
  },
});

/** By its own loop, or by what the client runs after a renewal; what is not known may do it. */
function reloads(deployed: DeployedService, client: AcmeClient): boolean {
  const own = processText(deployed);
  if (!own.known || !client.known || deployed.service.entrypoint) return true;
  // Scripts in the image's start folder may start a loop in the background.
  if (deployed.files.covers('/docker-entrypoint.d')) return true;
  const hooks = client.service.service.mounts.some(({ target }) => /renewal-hooks|docker\.sock/.test(target));
  return (
    hooks ||
    /reload|-s\s+HUP|-HUP|inotify|nginx_pid/.test(own.text) ||
    /hook|reload|docker|HUP|kill/.test(client.text)
  );
}

/** A service that runs commands in others or restarts them. */
function isWatched({ services }: Deployment): boolean {
  return services.some(
    ({ service }) =>
      /ofelia|reload|docker-gen|cron|watch/.test(`${service.image?.value} ${service.name}`) ||
      [...(service.command?.argv ?? []), ...(service.entrypoint?.argv ?? [])].some((word) =>
        /nginx.*reload|restart.*nginx|HUP/.test(word),
      ),
  );
}

/** Only where the image's entrypoint has nothing to do for the command `nginx` that it would not do for a shell. */
function fixFor(deployed: DeployedService): Fix | undefined {
  const { service, built } = deployed;
  const templates = deployed.place('/etc/nginx/templates/x').kind !== 'image';
  if (
    built ||
    !service.node ||
    service.command ||
    templates ||
    service.image?.reference?.repository !== 'nginx'
  )
    return undefined;
  const edits = setYaml(service.node, ['command'], loop);
  return edits && { title: 'Reload nginx every six hours', safety: 'review', edits };
}
