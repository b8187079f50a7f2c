import { defineRule, firstLine, insertInstruction, keyword, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/missing-php-settings',
  title: 'PHP without its production settings',
  category: 'security',
  severity: 'info',
  priority: 2,
  remedy: 'Put `php.ini-production` in the place of `php.ini`.',
  strength: 'PHP runs with its production settings',
  rationale:
    'The image has no php.ini, and PHP’s built-in values are those for development: errors are shown to visitors, with paths and queries in them. ' +
    'The image brings the production file; it only has to be put in place.',
  references: ['https://hub.docker.com/_/php'],
  catalogue: ['dockerfile/php-production-ini'],
  production: true,
  on: 'stage',
  bad: `FROM php:8.4-fpm
COPY src/ /var/www/html/
`,
  good: `FROM php:8.4-fpm
RUN mv "$PHP_INI_DIR/php.ini-production" "$PHP_INI_DIR/php.ini"
COPY src/ /var/www/html/
`,
  *check({ stage, final, base, services }) {
    const reference = stage.baseImage;
    if (!final || base?.product !== 'php' || !/fpm|apache/.test(reference?.tag ?? '')) return skip;
    const texts = stage.chain.flatMap((one) => one.instructions.map(({ joined }) => joined.text));
    if (texts.some((text) => /php\.ini|conf\.d|display_errors|php-\w*\.ini/i.test(text))) return;
    const mounted = services.some(({ service }) =>
      service.mounts.some(({ target }) => /\.ini$|php/i.test(target)),
    );
    if (mounted) return;
    const { from } = stage;
    const line = `${keyword(from, 'RUN')} mv "$PHP_INI_DIR/php.ini-production" "$PHP_INI_DIR/php.ini"`;
    yield {
      at: firstLine(stage.base.span),
      message: 'No php.ini is put in place: PHP keeps to its own defaults, which show errors to visitors.',
      ...(stage.base.kind === 'image' && {
        fix: () => ({
          title: 'Use php.ini-production',
          safety: 'review' as const,
          edits: insertInstruction(from, [line], 'after'),
        }),
      }),
    };
  },
});
