import { appendYaml, type Edit, findYaml, folderOf, joinPath, relativePath } from '../../core/rule.ts';
import { pinnedImage } from '../facts/end-of-life.ts';
import { alertmanagerSettings, alertRulesForAnyTarget } from './monitoring-files.ts';
import { addServices, askedOverHttp, fileForServices, hardened } from './new-services.ts';
import { type ConfiguredPrometheus, hasKey } from './prometheus-service.ts';

/**
 * Alert rules beside a Prometheus's configuration, and an Alertmanager that it tells of them. Where they are sent is a secret of
 * the author's.
 */
export function alertingServices(
  prometheus: ConfiguredPrometheus,
  today: string,
): readonly Edit[] | undefined {
  const { deployed, source, folder } = prometheus;
  const { deployment, service } = deployed;
  const file = fileForServices(deployment);
  const image = pinnedImage('prom/alertmanager', deployment.span, today);
  const rules = hasKey(source, 'rule_files') ? undefined : joinPath(folderOf(source.path), 'alerts.yml');
  const mounted = rules === undefined ? [] : mountedRules(prometheus, rules);
  if (image === undefined || !mounted || deployment.service('alertmanager')) return undefined;
  const networks = service.networks.map((network) => network.value);
  const below = (path: string) => relativePath(deployment.folder, path);
  const settings = below(joinPath(folderOf(source.path), 'alertmanager.yml'));
  const edits = addServices(deployment, {
    services: {
      alertmanager: {
        comment: 'Tells people of the alerts that Prometheus raises',
        value: {
          image,
          restart: 'unless-stopped',
          command: ['--config.file=/etc/alertmanager/alertmanager.yml', '--storage.path=/alertmanager'],
          secrets: ['alert_webhook_url'],
          volumes: [`./${settings}:/etc/alertmanager/alertmanager.yml:ro`, 'alertmanager_data:/alertmanager'],
          ...(networks.length > 0 && networks[0] !== 'default' && { networks }),
          healthcheck: askedOverHttp('http://127.0.0.1:9093/-/healthy'),
          ...hardened(file, { memory: '256M', cpus: '0.25', copiedSecrets: true }),
        },
      },
    },
    volumes: ['alertmanager_data'],
    secrets: { alert_webhook_url: 'ALERT_WEBHOOK_URL' },
    files: {
      [settings]: alertmanagerSettings,
      ...(rules !== undefined && { [below(rules)]: alertRulesForAnyTarget() }),
    },
  });
  const end = source.text.length;
  const blocks = [
    ...(rules === undefined ? [] : ['', 'rule_files:', `  - ${folder}/alerts.yml`]),
    ...['', 'alerting:', '  alertmanagers:', '    - static_configs:'],
    '        - targets: ["alertmanager:9093"]',
    '',
  ];
  const text = (source.text.endsWith('\n') ? '' : source.eol) + blocks.join(source.eol);
  return edits && [...mounted, ...edits, { span: { source, start: end, end }, text }];
}

/** The edits that bring the rules to where Prometheus reads them: none where their folder is mounted. */
function mountedRules(
  { deployed, folder, ownFile }: ConfiguredPrometheus,
  path: string,
): readonly Edit[] | undefined {
  if (!ownFile) return [];
  const volumes = deployed.service.node && findYaml(deployed.service.node, ['volumes']);
  if (volumes?.kind !== 'sequence') return undefined;
  return appendYaml(volumes, `./${relativePath(deployed.deployment.folder, path)}:${folder}/alerts.yml:ro`);
}
