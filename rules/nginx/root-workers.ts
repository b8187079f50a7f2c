import { defineRule, replaceArgument, skip } from '../../core/rule.ts';

const example = (user: string) => `user ${user};\nevents {}\nhttp {\n    server { listen 8080; }\n}\n`;

export default defineRule({
  id: 'nginx/root-workers',
  title: 'Workers that run as root',
  category: 'security',
  severity: 'warning',
  priority: 1,
  remedy: 'Let the workers run as `nginx`.',
  rationale:
    'Only the master process needs root, to open ports and logs. ' +
    'The workers read what strangers send; a flaw there is then a flaw with all rights in the container.',
  references: ['https://nginx.org/en/docs/ngx_core_module.html#user'],
  catalogue: ['nginx/user-root'],
  production: true,
  on: 'directive',
  names: ['user'],
  bad: example('root'),
  good: example('nginx'),
  *check({ directive, nginx }) {
    const [user, group] = directive.args;
    if (!user || directive.context !== 'main') return skip;
    if (user.text !== 'root' && user.text !== '0') return;
    const known =
      nginx.services.length > 0 && nginx.services.every(({ image }) => image?.product === 'nginx');
    yield {
      at: user.span,
      message: 'The workers, which read what strangers send, run as root.',
      ...(!group &&
        (known || nginx.services.length === 0) && {
          fix: {
            title: 'Run them as nginx',
            safety: 'review' as const,
            edits: [replaceArgument(user, 'nginx')],
          },
        }),
    };
  },
});
