import {
  type CopyStep,
  type DeployedStage,
  type DockerfileInstruction,
  type Edit,
  type Fix,
  insertInstruction,
  joinPath,
  keyword,
  type RunStep,
  replaceInstruction,
  type ShellCommand,
  span,
  textOf,
} from '../../core/rule.ts';

/** Files of the build context that an install reads and nothing else; undefined where it may read more. */
function manifestsOf(deployed: DeployedStage, words: readonly string[]): readonly string[] | undefined {
  const { dockerfile, deployment } = deployed;
  const path = (name: string) => joinPath(dockerfile.context, name);
  const there = (name: string) => deployment.tree.isFile(path(name)) && !dockerfile.ignore?.ignores(name);
  const text = (name: string) => (there(name) ? deployment.text(path(name))?.text : undefined);
  const folder = (name: string) => deployment.tree.isFolder(path(name));
  const [program = '', ...args] = words;
  const clean = (name: string, more: RegExp) => {
    const own = text(name);
    return own !== undefined && !more.test(own);
  };
  switch (program) {
    case 'npm':
    case 'yarn':
    case 'pnpm': {
      const lock = { npm: 'package-lock.json', yarn: 'yarn.lock', pnpm: 'pnpm-lock.yaml' }[program];
      const hooks = args.includes('--ignore-scripts')
        ? ''
        : '|"(?:preinstall|install|postinstall|prepare|prepublish)"\\s*:';
      const more = new RegExp(
        `"workspaces"\\s*:|"(?:file|link|portal|workspace|patch):|"patchedDependencies"\\s*:${hooks}`,
      );
      if (!there(lock) || !clean('package.json', more) || folder('.yarn') || folder('patches'))
        return undefined;
      // An .npmrc may hold a token, which no COPY should name, and the registry, without which nothing is found.
      if (['pnpm-workspace.yaml', '.pnpmfile.cjs', '.npmrc'].some(there)) return undefined;
      return ['package.json', lock, ...['.yarnrc', '.yarnrc.yml'].filter(there)];
    }
    case 'go':
      return clean('go.mod', /=>\s*\.{1,2}\//) && there('go.sum') && !there('go.work') && !folder('vendor')
        ? ['go.mod', 'go.sum']
        : undefined;
    case 'bundle':
      return clean('Gemfile', /\bgemspec\b|\bpath\b|eval_gemfile|require_relative|File\.|\bfile:/) &&
        there('Gemfile.lock')
        ? ['Gemfile', 'Gemfile.lock']
        : undefined;
    case 'poetry':
      return args.includes('--no-root') && clean('pyproject.toml', /\bpath\s*=/) && there('poetry.lock')
        ? ['pyproject.toml', 'poetry.lock']
        : undefined;
    case 'uv':
      if (args[0] !== 'sync') return requirements(args, there, clean);
      return args.includes('--no-install-project') &&
        clean('pyproject.toml', /\bpath\s*=|workspace/) &&
        there('uv.lock')
        ? ['pyproject.toml', 'uv.lock']
        : undefined;
    default:
      return requirements(args, there, clean);
  }
}

/** The files behind `-r` and `-c` of `pip install`, where they name no others. */
function requirements(
  args: readonly string[],
  there: (name: string) => boolean,
  clean: (name: string, more: RegExp) => boolean,
): readonly string[] | undefined {
  const [verb, ...rest] = args[0] === 'pip' ? args.slice(1) : args;
  if (verb !== 'install') return undefined;
  const files: string[] = [];
  for (const [index, word] of rest.entries()) {
    const before = rest[index - 1];
    if (/^(?:-r|-c|--requirement|--constraint)$/.test(before ?? '')) files.push(word.replace(/^\.\//, ''));
    // Something of the sources themselves.
    else if (/^(?:\.|-e|--editable)|^(?!https:).*\//.test(word) || /^-[rc].|=/.test(word)) return undefined;
  }
  const own = /^\s*(?:-[rce]\b|--(?:requirement|constraint|editable)|\.{0,2}\/|file:)|@ file:/m;
  return files.length > 0 && files.every((file) => !file.includes('/') && there(file) && clean(file, own))
    ? files
    : undefined;
}

/** Instructions that may stand between the sources and the install. */
const harmless = /^(?:ENV|ARG|LABEL|EXPOSE|USER)$/;

/**
 * Copy what an install reads first, install, and copy the sources behind.
 * @returns undefined where it is not known that the install needs nothing else.
 */
export function copyManifestsFirst(
  deployed: DeployedStage,
  all: CopyStep,
  run: RunStep,
  command: ShellCommand,
): Fix | undefined {
  const { instructions, from } = deployed.stage;
  const copy = all.instruction;
  const at = instructions.indexOf(copy);
  const between = instructions.slice(at + 1, instructions.indexOf(run.instruction));
  if (all.add || all.sources.length !== 1 || !all.target || all.target.dynamic || copy.json) return undefined;
  if (!between.every(({ name }) => harmless.test(name)) || run.instruction.heredocs.length > 0)
    return undefined;
  if (run.form !== 'shell' || command.scope || command.pipeline.length > 1 || !command.call) return undefined;
  const words = [command.call.program, ...command.call.args.map(({ text }) => text)];
  if (command.call.args.some((word) => word.dynamic)) return undefined;
  // Another folder than the working one.
  if (words.some((word) => /^(?:--prefix|-C|--cwd|--dir|--filter|-F|--workspace|-w|--project)\b/.test(word)))
    return undefined;
  const manifests = manifestsOf(deployed, words);
  if (!manifests) return undefined;
  const flags = copy.flags.map((flag) => `${textOf(flag.span)} `).join('');
  const target = all.target.value.endsWith('/') ? all.target.value : `${all.target.value}/`;
  const first = `${keyword(from, 'COPY')} ${flags}${manifests.join(' ')} ${target}`;
  const edits = run.commands.length === 1 ? behind(copy, run, first) : ahead(copy, run, command, first);
  return (
    edits && {
      title: `Copy ${manifests.map((name) => `"${name}"`).join(' and ')} first, and the sources behind the install`,
      safety: 'review',
      edits,
    }
  );
}

/** The install stays where it is: the sources go behind it. */
function behind(copy: DockerfileInstruction, run: RunStep, first: string): readonly Edit[] {
  return [
    ...replaceInstruction(copy, first),
    ...insertInstruction(run.instruction, textOf(copy.span).split(/\r?\n/), 'after'),
  ];
}

/** The install is the first of several commands: it becomes a step of its own before the sources. */
function ahead(
  copy: DockerfileInstruction,
  { instruction, commands }: RunStep,
  command: ShellCommand,
  first: string,
): readonly Edit[] | undefined {
  const next = commands[1];
  if (commands[0] !== command || next?.after !== '&&' || next.scope || instruction.flags.length > 0)
    return undefined;
  const { source, start } = command.span;
  const install = `${textOf(instruction.nameSpan)} ${textOf(command.span)}`;
  return [
    ...replaceInstruction(copy, `${first}\n${install}\n${textOf(copy.span)}`),
    { span: span(source, start, next.span.start), text: '' },
  ];
}
