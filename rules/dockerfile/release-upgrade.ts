import { defineRule } from '../../core/rule.ts';
import { callHead, packageCalls } from '../shared/run-commands.ts';

export default defineRule({
  id: 'dockerfile/release-upgrade',
  title: 'Distribution upgraded in the build',
  category: 'supply-chain',
  severity: 'warning',
  priority: 2,
  remedy: 'Build on a newer base image instead of upgrading the distribution inside of it.',
  strength: 'Distributions come from their base images',
  rationale:
    'A distribution upgrade may replace and remove packages that the image’s makers have fitted together, and may go to another release. What comes of it depends on the day of the build, and the whole upgraded system is stored again in a layer over the one that it replaces.',
  references: [
    'https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often',
    'https://manpages.debian.org/bookworm/apt/apt-get.8.en.html',
  ],
  catalogue: ['dockerfile/dist-upgrade'],
  peers: ['hadolint:DL3035', 'trivy:DS-0024'],
  on: 'run',
  bad: `FROM debian:13-slim
RUN apt-get update && apt-get -y dist-upgrade && rm -rf /var/lib/apt/lists/*
USER nobody
`,
  good: `FROM debian:13.2-slim
USER nobody
`,
  *check({ run }) {
    for (const call of packageCalls(run)) {
      if (call.action !== 'release-upgrade') continue;
      const { text, at } = callHead(call);
      yield {
        at,
        message: `"${text}" upgrades the whole distribution of the base image; what is built depends on the day.`,
        peers: [call.manager === 'zypper' ? 'hadolint:DL3035' : 'trivy:DS-0024'],
      };
    }
  },
});
