import {
  type DeployedNginx,
  type Directive,
  effective,
  joinPath,
  type Location,
  type Server,
} from '../../core/rule.ts';

const challenge = '/.well-known/acme-challenge';

/** The folder that a server answers ACME challenges from. */
export interface ChallengeRoot {
  readonly server: Server;
  readonly directive: Directive;
  /** Container path of the webroot: what holds `.well-known`. */
  readonly path: string;
}

/** Where each server's challenge location takes its files from, by `root` or `alias`; without those that hand requests on. */
export function challengeRoots({ config }: DeployedNginx): readonly ChallengeRoot[] {
  return config.servers.flatMap((server) => {
    const location = server.locations.find(isChallenge);
    if (!location) return [];
    const alias = location.directive.first('alias');
    const directive = alias ?? effective(location.directive, 'root').at(-1);
    const text = directive?.args[0]?.text;
    const hands = location.directive.children?.some(({ name }) => /_pass$|^return$|^content_by/.test(name));
    if (!directive || text === undefined || text.includes('$') || hands) return [];
    const folder = joinPath('/etc/nginx', text);
    const path = alias ? folder.replace(/\/\.well-known\/acme-challenge$/, '') : folder;
    return [{ server, directive, path }];
  });
}

/** Whether a location is for the files of ACME challenges. */
export function isChallenge({ modifier, path }: Location): boolean {
  return modifier !== '@' && path.replaceAll('\\', '').includes(challenge.slice(1));
}
