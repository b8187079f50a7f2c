import { defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'compose/untagged-build',
  title: 'Built image without a version',
  category: 'supply-chain',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Tag what is built with the version or the commit: `image: team/api:${VERSION}`.',
  rationale:
    'Each build replaces the image of the same name, and there is no earlier one to go back to. A project that builds where it runs and goes back by its repository has no need of it, so the rule is off until it is asked for. ' +
    'Having `image` beside `build` is right: it names what is built.',
  references: ['https://docs.docker.com/reference/compose-file/build/'],
  catalogue: ['compose/built-image-untagged'],
  production: true,
  on: 'service',
  names: ['build'],
  bad: `services:
  api:
    build: .
    image: team/api:latest
`,
  good: `services:
  api:
    build: .
    image: team/api:2.1
`,
  *check({ service, name }) {
    const { image, build } = service;
    if (!build || !image?.reference) return skip;
    if ((image.reference.tag ?? 'latest') === 'latest')
      yield { at: image.span, message: `Each build of "${name}" replaces "${image.value}".` };
  },
});
