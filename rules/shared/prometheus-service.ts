import type { DeployedService, Deployment, Mount, Span } from '../../core/rule.ts';

/** A Prometheus whose configuration is at hand. */
export interface ConfiguredPrometheus {
  readonly deployed: DeployedService;
  /** The configuration's text, as far as it is written in block style. */
  readonly source: Span['source'];
  /** Its folder in the container. */
  readonly folder: string;
  /** What brings it there: the file itself, or a folder that it is in. */
  readonly mount: Mount;
  readonly ownFile: boolean;
}

/** Prometheus services that read a file of this project; those whose configuration is elsewhere are left out. */
export function configuredPrometheus({ services }: Deployment): readonly ConfiguredPrometheus[] {
  return services.flatMap((deployed) => {
    const { image, built, service, oneShot } = deployed;
    if (image?.product !== 'prometheus' || built || oneShot || service.command?.dynamic) return [];
    const flag = service.command?.argv.find((word) => word.startsWith('--config.file='));
    return fileAt(deployed, flag?.slice('--config.file='.length) ?? '/etc/prometheus/prometheus.yml');
  });
}

function fileAt(deployed: DeployedService, path: string): readonly ConfiguredPrometheus[] {
  const { service, deployment } = deployed;
  const mount = service.mounts.find(
    ({ target, path: own }) => own !== undefined && (target === path || path.startsWith(`${target}/`)),
  );
  if (mount?.path === undefined) return [];
  const ownFile = mount.target === path;
  const source = deployment.text(ownFile ? mount.path : mount.path + path.slice(mount.target.length));
  // An empty file is filled elsewhere; one in flow style takes no new lines.
  if (!source || /^\s*(?:\{|$)/.test(source.text)) return [];
  return [{ deployed, source, folder: path.slice(0, path.lastIndexOf('/')), mount, ownFile }];
}

/** Whether a top-level key is written in a configuration. */
export function hasKey({ text }: Span['source'], key: string): boolean {
  return new RegExp(`^["']?${key}["']?\\s*:`, 'm').test(text);
}
