import { isAbsolutePath, joinPath } from '../text/index.ts';
import type { Build, ComposeValue, EnvFile, EnvironmentVariable } from './compose.ts';
import { isRemote } from './compose-extends.ts';
import { keyed, scalarAt, textAt } from './keyed.ts';

/** `build`, a context or a map. @param folder where relative paths start from when no context is written. */
export function readBuild(value: ComposeValue | undefined, folder: string): Build | undefined {
  if (value === undefined || value.kind === 'sequence' || (value.kind === 'scalar' && value.value === null))
    return undefined;
  const context = value.kind === 'scalar' ? value : scalarAt(value, 'context');
  const contextText = context?.text ?? '.';
  const remote =
    context !== undefined && (context.dynamic || isRemote(contextText) || /^github\.com\//.test(contextText));
  const contextPath =
    remote || contextText.startsWith('~') ? undefined : joinPath(context?.folder ?? folder, contextText);
  const dockerfile = scalarAt(value, 'dockerfile');
  const inline = scalarAt(value, 'dockerfile_inline');
  const target = scalarAt(value, 'target');
  const name = dockerfile?.text ?? 'Dockerfile';
  const known = !inline && !dockerfile?.dynamic && (contextPath !== undefined || isAbsolutePath(name));
  return {
    context: contextText,
    ...(contextPath !== undefined && { contextPath }),
    contextSpan: context?.span ?? value.span,
    dockerfile: name,
    ...(known && { dockerfilePath: joinPath(contextPath ?? '.', name) }),
    ...(dockerfile && { dockerfileSpan: dockerfile.span }),
    ...(inline && { inline }),
    ...(target && { target }),
    args: readVariables(value.kind === 'mapping' ? value.entries.get('args')?.value : undefined),
    span: value.span,
    value,
  };
}

/** `environment` or build arguments: a `KEY=value` list or a map. */
export function readVariables(value: ComposeValue | undefined): readonly EnvironmentVariable[] {
  if (value === undefined || value.kind === 'scalar') return [];
  return [...keyed(value).values()].map(({ key, keySpan, value: written, item }) => {
    const scalar = written?.kind === 'scalar' && (item || written.value !== null) ? written : undefined;
    // A value that an alias brings stands elsewhere.
    const follows = scalar && scalar.span.source === keySpan.source && scalar.span.start >= keySpan.end;
    const whole = follows ? { ...keySpan, end: scalar.span.end } : keySpan;
    return {
      name: key,
      nameSpan: keySpan,
      value: scalar,
      form: item ? 'list' : 'map',
      span: item?.span ?? whole,
    };
  });
}

/** `env_file`: a path, a list of paths, or maps with `path` and `required`. */
export function readEnvFiles(value: ComposeValue | undefined): readonly EnvFile[] {
  const items = value?.kind === 'sequence' ? value.items : value ? [value] : [];
  return items.flatMap((item) => {
    const path = item.kind === 'scalar' ? item : scalarAt(item, 'path');
    if (!path || path.text === '') return [];
    return [
      {
        text: path.text,
        ...(!path.dynamic && { path: joinPath(path.folder, path.text) }),
        required: textAt(item, 'required') !== 'false',
        span: path.span,
      },
    ];
  });
}
