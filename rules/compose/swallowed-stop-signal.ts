import { type CommandLine, defineRule, skip } from '../../core/rule.ts';
import { partOf } from '../shared/compose-places.ts';

export default defineRule({
  id: 'compose/swallowed-stop-signal',
  title: 'Shell that keeps the stop signal to itself',
  category: 'health',
  severity: 'info',
  priority: 3,
  remedy: 'Begin the last command of the script with `exec`.',
  rationale:
    'A stopped container’s process 1 gets SIGTERM. The `sh` of Debian and Ubuntu (dash) that runs a script waits for its child and passes nothing on, so the program hears nothing, and everything is killed after ten seconds. With `exec` the program takes the shell’s place.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#exec-form-entrypoint-example',
    'https://docs.docker.com/reference/compose-file/services/#stop_grace_period',
  ],
  catalogue: ['compose/shell-command-signals'],
  production: true,
  on: 'service',
  bad: `services:
  api:
    image: node:24-slim
    command: sh -c "prepare && serve"
`,
  good: `services:
  api:
    image: node:24-slim
    command: sh -c "prepare && exec serve"
`,
  *check({ service, name, oneShot, image }) {
    // Busybox and bash let the last command of a script take their place; the sh of Debian and Ubuntu stays.
    if (oneShot || (image?.distribution !== 'debian' && image?.distribution !== 'ubuntu')) return skip;
    const line = scriptOf(service.entrypoint) ? service.entrypoint : service.command;
    const script = scriptOf(line);
    if (!line || script === undefined) return skip;
    if (!isSeveral(script) || /(?:^|[;&|\n]\s*|\bdo\s+|\bthen\s+)exec\s|\btrap\b|\bwait\b/.test(script))
      return;
    yield {
      at: partOf(line.words.at(-1)?.span ?? line.span, ''),
      message: `A shell runs the commands of "${name}" and does not pass the stop signal on: it is killed after the grace period.`,
    };
  },
});

/** The script that `sh -c` is given. */
function scriptOf(line: CommandLine | undefined): string | undefined {
  const [shell = '', option = '', script] = line?.argv ?? [];
  return /(?:^|\/)(?:da)?sh$/.test(shell) && /^-\w*c$/.test(option) ? script : undefined;
}

/** One simple command replaces the shell by itself in most shells. Loops have no program to hear anything. */
function isSeveral(script: string): boolean {
  const text = script.trim();
  return /&&|;|\n|(?:^|[^&])&(?:[^&]|$)/.test(text) && !/\b(?:while|for|until)\b|\bsleep\b/.test(text);
}
