import { defineRule, effective, insertIntoBlock, replaceArgument, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { blocksToChange } from '../shared/nginx-places.ts';

const server = ['server {', '  listen 8080;', '  return 204;', '}'];

export default defineRule({
  id: 'nginx/version-disclosed',
  title: "nginx's version in its answers",
  category: 'security',
  severity: 'warning',
  priority: 3,
  remedy: 'Write `server_tokens off;` in the http block.',
  strength: "nginx's version is not disclosed",
  rationale:
    'With its version in the Server header and on error pages, whoever scans for a known hole finds the servers that have it. ' +
    'Hiding it closes no hole, but takes the server out of the list.',
  references: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#server_tokens'],
  catalogue: ['nginx/version-disclosure'],
  peers: ['gixy:version_disclosure'],
  production: true,
  on: 'nginx',
  bad: inHttp(...server),
  good: inHttp('server_tokens off;', ...server),
  *check(nginx) {
    const { config } = nginx;
    if (!config.complete || config.servers.length === 0) return skip;
    const tokens = config.servers.map(({ directive }) => effective(directive, 'server_tokens').at(-1));
    const title = 'Write "server_tokens off;"';
    const message = 'The Server header and error pages name the version of nginx';
    for (const one of new Set(tokens)) {
      const value = one?.args[0];
      if (!value || (value.text !== 'on' && value.text !== 'build')) continue;
      const edits = [replaceArgument(value, 'off')];
      yield {
        at: value.span,
        message: `${message}: server_tokens is ${value.text}.`,
        fix: { title, safety: 'safe', edits },
      };
    }
    const unset = config.servers.filter((_, index) => tokens[index] === undefined);
    const blocks = blocksToChange(nginx, unset);
    const edits = blocks.flatMap(({ node, name }) =>
      insertIntoBlock(node, ['server_tokens off;'], {
        after: name === 'server' ? ['listen', 'server_name'] : [],
      }),
    );
    if (!blocks[0]) return;
    const fix = { title, safety: 'safe' as const, edits };
    yield { at: blocks[0].nameSpan, message: `${message}: server_tokens is on where nothing is said.`, fix };
  },
});
