import { defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/setuid-files-kept',
  title: 'Setuid programs of the base image kept',
  category: 'security',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Take the setuid and setgid bits off in the final stage, or forbid new privileges where it runs.',
  rationale:
    'A distribution brings programs such as `su` and `mount` that run as root whoever starts them. ' +
    'An application needs none of them, and a flaw in one gives root. With `no-new-privileges` at run time the bits do nothing, so the rule is off until it is asked for.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html'],
  catalogue: ['dockerfile/setuid-left'],
  on: 'stage',
  bad: `FROM debian:13-slim
COPY app /usr/local/bin/app
USER nobody
CMD ["/usr/local/bin/app"]
`,
  good: `FROM debian:13-slim
COPY app /usr/local/bin/app
RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +
USER nobody
CMD ["/usr/local/bin/app"]
`,
  *check({ stage, final, base, services }) {
    // Empty and distroless images bring no such programs.
    if (!final || (base?.distribution !== 'debian' && base?.distribution !== 'ubuntu')) return skip;
    const texts = stage.chain.flatMap((one) => one.runs.map(({ instruction }) => instruction.joined.text));
    if (texts.some((text) => /-perm\s+(?:\S*[/+-])?[0-7]*[2467]000\b|chmod\s+\S*a?-s\b|u-s\b/.test(text)))
      return;
    const forbidden = ({ service }: (typeof services)[number]) => {
      const options = service.at('security_opt');
      return (
        options?.kind === 'sequence' &&
        options.items.some(
          (item) => item.kind === 'scalar' && /^no-new-privileges(?:[:=]true)?$/.test(item.text),
        )
      );
    };
    if (services.length > 0 && services.every(forbidden)) return;
    yield {
      at: stage.base.span,
      message:
        'The setuid programs of the base image stay in it, and nothing forbids new privileges where it runs.',
    };
  },
});
