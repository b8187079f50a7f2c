import type { Dockerfile } from '../../core/rule.ts';

/**
 * Arguments that the builder knows without a declaration, or sets by itself.
 * Source: docs.docker.com/reference/dockerfile, "Predefined ARGs", "Automatic platform ARGs" and "BuildKit built-in build args". 2026-11.
 */
const predefined =
  /^(?:(?:https?|ftp|no|all)_proxy|(?:HTTPS?|FTP|NO|ALL)_PROXY|BUILDKIT_\w+|SOURCE_DATE_EPOCH|(?:BUILD|TARGET)(?:PLATFORM|OS|ARCH|VARIANT)|TARGETSTAGE)$/;

export function isPredefined(name: string): boolean {
  return predefined.test(name);
}

/** Names that a Dockerfile declares with ARG, before the first FROM or in any stage. */
export function declaredArguments(dockerfile: Dockerfile): ReadonlySet<string> {
  const definitions = [...dockerfile.globalArgs, ...dockerfile.stages.flatMap((stage) => stage.definitions)];
  return new Set(definitions.filter(({ kind }) => kind === 'ARG').map(({ name }) => name));
}

/** Whether something that the file does not show may read arguments: a frontend of its own, or ONBUILD of a base image. */
export function readsMoreArguments({ source, stages }: Dockerfile): boolean {
  const syntax = /^#\s*syntax\s*=\s*(\S+)/im.exec(source.text.slice(0, 500))?.[1];
  return (
    (syntax !== undefined && !/(?:^|\/)docker\/dockerfile(?::|$)/.test(syntax)) ||
    stages.some(({ base }) => base.kind === 'image' && base.text.value.includes('onbuild'))
  );
}
