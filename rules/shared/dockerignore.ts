import {
  type DeployedDockerfile,
  type Deployment,
  type Edit,
  isInside,
  joinPath,
  relativePath,
} from '../../core/rule.ts';
import { wouldCopy } from './build-inputs.ts';

/** What a new `.dockerignore` says: only what no build needs; what a step of this file names stays. */
export function ignoreText({ dockerfile }: DeployedDockerfile): string {
  const commands = dockerfile.stages.flatMap((stage) =>
    stage.runs.flatMap((run) => run.commands.map((command) => command.name?.text ?? '')),
  );
  const lines = ['.git', '.env', '.env.local', '.env.*.local', '*.log'].filter(
    (line) => line !== '.git' || !commands.includes('git'),
  );
  if (commands.some((name) => /^(?:npm|yarn|pnpm|bun)$/.test(name))) lines.push('node_modules');
  if (commands.some((name) => /^(?:pip3?|python3?|poetry|uv)$/.test(name)))
    lines.push('__pycache__', '.venv');
  return `${lines.join('\n')}\n`;
}

/**
 * The edits that keep a file of the project out of the images that a build would take it into: a line in the ignore file in force, or a new one.
 * @param covering what the line names: the file itself, or a folder that it is in.
 */
export function keepOutOfImages(
  { dockerfiles }: Deployment,
  path: string,
  covering: string = path,
): readonly Edit[] {
  const edits = new Map<string, Edit>();
  for (const dockerfile of dockerfiles) {
    const { context, contextKnown, ignore, stages } = dockerfile;
    const inside = relativePath(context, path);
    const copies = stages.flatMap(({ stage }) => stage.copies.filter((copy) => !copy.from));
    if (!contextKnown || !isInside(context, path) || !copies.some((copy) => wouldCopy(copy, inside)))
      continue;
    if (ignore?.ignores(inside)) continue;
    const create = joinPath(context, '.dockerignore');
    const line = relativePath(context, covering);
    if (!ignore) edits.set(create, { create, text: `${ignoreText(dockerfile)}${line}\n` });
    else edits.set(ignore.source.path, lineAtEnd(ignore.source, line));
  }
  return [...edits.values()];
}

function lineAtEnd(source: DeployedDockerfile['dockerfile']['source'], line: string): Edit {
  const { text, eol } = source;
  const lead = text === '' || text.endsWith('\n') ? '' : eol;
  return { span: { source, start: text.length, end: text.length }, text: `${lead}${line}${eol}` };
}
