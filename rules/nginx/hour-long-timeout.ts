import { type Directive, defineRule, replaceArgument, skip } from '../../core/rule.ts';
import { proxyHeader } from '../shared/nginx-connection.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { inside } from '../shared/nginx-places.ts';

const example = (time: string) => inHttp(`client_body_timeout ${time};`, 'server {', '  listen 8080;', '}');

/** Names that wait for the client: with the value of nginx's own default, in seconds. */
const ofClients: Readonly<Record<string, string>> = {
  client_body_timeout: '60s',
  client_header_timeout: '60s',
  send_timeout: '60s',
  keepalive_timeout: '75s',
};
const units: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  '': 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
};

/** nginx's notation of a time, in seconds (nginx.org/en/docs/syntax.html). */
function secondsOf(text: string): number | undefined {
  if (!/^(?:\d+(?:ms|[smhdw])?)+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit = ''] of text.matchAll(/(\d+)(ms|[smhdw])?/g))
    total += Number(amount) * units[unit]!;
  return total;
}

/** WebSockets, events and downloads that are put together while they run wait long on purpose. */
function streams(block: Directive): boolean {
  return [...inside(block)].some(
    (one) =>
      (one.children && proxyHeader(one, 'upgrade') !== undefined) ||
      one.name === 'proxy_buffering' ||
      one.name === 'proxy_request_buffering' ||
      (one.name === 'location' &&
        one.args.some(({ text }) =>
          /ws|socket|stream|event|sse|hub|live|push|poll|upload|download|cable|rpc/i.test(text),
        )),
  );
}

export default defineRule({
  id: 'nginx/hour-long-timeout',
  title: 'A timeout of an hour or more',
  category: 'performance',
  severity: 'info',
  priority: 3,
  remedy: 'Wait for minutes, and longer only where WebSockets or event streams are served.',
  rationale:
    'A timeout counts the silence between two reads or writes, not the whole transfer: a minute is long. ' +
    'With an hour a client that sends nothing, or an application that hangs, keeps its connection for that time, and a few hundred of them are all that the server has.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_core_module.html#client_body_timeout',
    'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_read_timeout',
  ],
  catalogue: ['nginx/timeouts'],
  production: true,
  on: 'directive',
  names: [...Object.keys(ofClients), 'proxy_read_timeout', 'proxy_send_timeout'],
  bad: example('86400'),
  good: example('60s'),
  *check({ directive }) {
    const [value] = directive.args;
    const seconds = value && secondsOf(value.text);
    if (!value || seconds === undefined) return skip;
    if (seconds < 3600) return;
    const clients = ofClients[directive.name];
    const block = directive.parent;
    if (!clients && (!block || streams(block))) return;
    if (directive.name === 'send_timeout' && block && streams(block)) return;
    const hours = Number((seconds / 3600).toFixed(1));
    const much = hours === 1 ? 'an hour' : `${hours} hours`;
    yield {
      at: value.span,
      message: clients
        ? `A client that falls silent keeps its connection for ${much}.`
        : `An application that hangs keeps the request and its connection for ${much}.`,
      fix: {
        title: `Wait ${clients ?? '300s'}`,
        safety: 'review',
        edits: [replaceArgument(value, clients ?? '300s')],
      },
    };
  },
});
