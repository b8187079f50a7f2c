import type { ComposeResource, Deployment, Service, Span } from '../../core/rule.ts';
import { partOf } from './compose-places.ts';

export type ResourceKind = 'network' | 'volume' | 'secret' | 'config';

/** Each kind's section, its example (a service's use of one), and the keys of a service that may use one; every service is on some network. */
export const resourceKinds = {
  network: { section: 'networks', use: '    networks:\n      - NAME\n', name: 'backend', keys: undefined },
  volume: {
    section: 'volumes',
    use: '    volumes:\n      - NAME:/var/lib/app\n',
    name: 'uploads',
    keys: ['volumes'],
  },
  secret: {
    section: 'secrets',
    use: '    secrets:\n      - NAME\n',
    name: 'api_key',
    keys: ['secrets', 'build'],
  },
  config: { section: 'configs', use: '    configs:\n      - NAME\n', name: 'app_config', keys: ['configs'] },
} as const;

export interface ResourceUse {
  readonly name: string;
  readonly span: Span;
}

/** What the deployment declares of a kind. */
export function declared({ compose }: Deployment, kind: ResourceKind): readonly ComposeResource[] {
  return compose?.[resourceKinds[kind].section] ?? [];
}

/** The names of a kind that a service uses, each where it stands; those that are not known before run time left out. */
export function usedBy(service: Service, kind: ResourceKind): readonly ResourceUse[] {
  return uses(service, kind).filter(({ name }) => name !== '' && !name.includes('$'));
}

function uses(service: Service, kind: ResourceKind): readonly ResourceUse[] {
  switch (kind) {
    case 'network':
      return service.networks.map(({ value, span }) => ({ name: value, span }));
    case 'volume':
      return service.mounts
        .filter((mount) => mount.type === 'volume' || mount.type === 'cluster')
        .flatMap(({ source, value }) => {
          const written = value.kind === 'mapping' ? value.entries.get('source')?.value : undefined;
          return source === undefined
            ? []
            : [{ name: source, span: partOf(written?.span ?? value.span, source) }];
        });
    case 'secret':
      return [
        ...service.secrets.map(({ source, span }) => ({ name: source, span })),
        ...grants(service, 'build', 'secrets'),
      ];
    case 'config':
      return grants(service, 'configs');
  }
}

function grants(service: Service, ...path: readonly string[]): readonly ResourceUse[] {
  const list = service.at(...path);
  if (list?.kind !== 'sequence') return [];
  return list.items.flatMap((item) => {
    const source = item.kind === 'mapping' ? item.entries.get('source')?.value : item;
    return source?.kind === 'scalar' ? [{ name: source.text, span: source.span }] : [];
  });
}
