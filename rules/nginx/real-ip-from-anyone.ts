import { defineRule, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

const example = (address: string) =>
  inHttp(
    'server {',
    '  listen 8080;',
    `  set_real_ip_from ${address};`,
    '  real_ip_header X-Forwarded-For;',
    '}',
  );

export default defineRule({
  id: 'nginx/real-ip-from-anyone',
  title: 'Anybody may say who they are',
  category: 'security',
  severity: 'warning',
  priority: 1,
  remedy: 'Name the addresses of the proxies in front.',
  rationale:
    "The directive says whose word about the client's address is believed. " +
    'Trusting everybody, a header gets past every address list and rate limit, and writes any address into the log.',
  references: ['https://nginx.org/en/docs/http/ngx_http_realip_module.html'],
  catalogue: ['nginx/real-ip-trust'],
  on: 'directive',
  names: ['set_real_ip_from'],
  bad: example('0.0.0.0/0'),
  good: example('172.16.0.0/12'),
  *check({ directive }) {
    const { args } = directive;
    const [address] = args;
    if (!address) return skip;
    if (!/^(?:0(?:\.0)*\/0|::\/0|0::\/0)$/.test(address.text)) return;
    yield {
      at: address.span,
      message: `Everybody is believed who sends the header: ${address.text} is every address.`,
    };
  },
});
