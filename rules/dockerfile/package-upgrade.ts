import { defineRule } from '../../core/rule.ts';
import { callHead, packageCalls } from '../shared/run-commands.ts';

export default defineRule({
  id: 'dockerfile/package-upgrade',
  title: 'Packages of the base image upgraded in the build',
  category: 'supply-chain',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Build on an up-to-date base image, pinned and renewed by a tool.',
  rationale:
    'An upgrade in the build makes images that differ from day to day, and its layer is cached like any other: the second build upgrades nothing. Others hold it for good practice, because fixes reach the image before the base image has them, so this is off until it is asked for.',
  references: ['https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often'],
  catalogue: ['dockerfile/package-upgrade'],
  on: 'run',
  bad: `FROM alpine:3.22
RUN apk --no-cache upgrade
USER nobody
`,
  good: `FROM alpine:3.22.2
USER nobody
`,
  *check({ run }) {
    for (const call of packageCalls(run)) {
      // With packages named, it is those that are wanted newer.
      if (call.action !== 'upgrade' || call.operands.length > 0 || !system.has(call.manager)) continue;
      const { text, at } = callHead(call);
      yield {
        at,
        message: `"${text}" upgrades the packages of the base image; what is built depends on the day.`,
      };
    }
  },
});

const system: ReadonlySet<string> = new Set([
  'apt-get',
  'apt',
  'aptitude',
  'apk',
  'dnf',
  'microdnf',
  'tdnf',
  'yum',
  'zypper',
]);
