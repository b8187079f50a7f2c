import { type DeployedNginx, defineRule, nearest, skip, textOf } from '../../core/rule.ts';
import { successors } from '../facts/nginx-successors.ts';
import { isForeignName, isPlainNginx, loadsModules } from '../shared/foreign-modules.ts';
import { inHttp } from '../shared/nginx-example.ts';
import {
  contextsOf,
  type DirectiveFacts,
  isJudged,
  isLaterThan,
  isTemplated,
  reference,
} from '../shared/nginx-reference.ts';
import { runsHere } from '../shared/nginx-release.ts';

/** Which nginx it is, is known: nothing else can have brought the directive. */
const certain = { severity: 'error', priority: 0 } as const;

/** A host name or a pattern, as a map has them. */
const likeAnEntry = /^(?:~[^{}<>%$]+|[\w*-]*(?:\.[\w*-]+)+)$/;

export default defineRule({
  id: 'nginx/unknown-directive',
  title: 'A directive that nginx does not know',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Correct the name, or load the module that brings the directive.',
  rationale:
    'nginx refuses its whole configuration for one directive that it does not know: a new container does not start, and a reload keeps the old configuration. ' +
    'Directives of modules that nginx.org does not describe are left in peace where such a module may be there.',
  references: ['https://nginx.org/en/docs/dirindex.html'],
  catalogue: ['nginx/unknown-directive', 'deployment/nginx-version-mismatch'],
  on: 'directive',
  bad: inHttp('server {', '  listen 8080;', '  server_tokns off;', '}'),
  good: inHttp('server {', '  listen 8080;', '  server_tokens off;', '}'),
  *check({ directive, nginx }) {
    const { name, nameSpan } = directive;
    if (!isJudged(directive) || isTemplated(directive)) return skip;
    if (name === 'default' || /^["']/.test(textOf(nameSpan))) {
      const message = `${textOf(nameSpan)} is an entry of a map and stands outside of one: nginx does not start.`;
      yield { at: nameSpan, ...certain, message };
      return;
    }
    if (!/^\w+$/.test(name)) {
      if (directive.config.entryContext !== 'main' || !likeAnEntry.test(name)) return skip;
      const message = `"${name}" is no directive, and as an entry of a map it stands outside of one: nginx does not start.`;
      yield { at: nameSpan, ...certain, message };
      return;
    }
    const known = reference().get(name);
    if (known) {
      const since = versionThatBrings(known, nginx);
      if (since === undefined) return;
      yield {
        at: nameSpan,
        ...certain,
        message: `"${name}" exists from nginx ${since} on, and ${runsHere(nginx)}: it does not start.`,
      };
      return;
    }
    // nginx/deprecated-directive tells what took its place.
    if (successors[name]) return skip;
    const plain = isPlainNginx(nginx);
    if (!plain && loadsModules(nginx.config)) return skip;
    const foreign = isForeignName(name);
    const contexts = contextsOf(directive);
    const fitting = [...reference()].flatMap(([one, entries]) =>
      entries.some((entry) => contexts.length === 0 || entry.contexts.some((each) => contexts.includes(each)))
        ? [one]
        : [],
    );
    const meant = nearest(name, fitting, foreign || name.length < 5 ? 1 : 2);
    if (meant === undefined && !plain) return skip;
    yield {
      at: nameSpan,
      ...(plain && certain),
      message: `nginx knows no directive "${name}"${meant === undefined ? '' : `; "${meant}" is near`}: it does not start.`,
      ...(meant !== undefined && {
        fix: {
          title: `Write "${meant}"`,
          safety: 'review' as const,
          edits: [{ span: nameSpan, text: meant }],
        },
      }),
    };
  },
});

/** The version from which on a directive is known, where what runs is older and both are nginx's own version numbers. */
function versionThatBrings(
  known: readonly DirectiveFacts[],
  { version, services, release }: DeployedNginx,
): string | undefined {
  if (!/^\d+\.\d+\.\d+$/.test(version ?? '') || services.length === 0) return undefined;
  // Such a tag may bring a newer nginx than the table knows.
  if (release?.moving) return undefined;
  const later = known.filter((facts) => isLaterThan(facts, version!));
  return later.length === known.length ? later[0]?.since : undefined;
}
