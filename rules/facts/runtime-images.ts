/** Images that run what others build; each is floating within a line that is supported, as official examples write it. */

/**
 * For programs that are one static file, with certificates and time zones; for those that need glibc and OpenSSL; and
 * for those that need the C++ library as well. They run as user 65532.
 * Source: https://github.com/GoogleContainerTools/distroless, README.md, 2026-11.
 */
export const distroless = {
  static: 'gcr.io/distroless/static-debian13:nonroot',
  base: 'gcr.io/distroless/base-debian13:nonroot',
  cc: 'gcr.io/distroless/cc-debian13:nonroot',
} as const;

/** Where the build image's tag does not name Alpine's version. Source: https://alpinelinux.org/releases/, 2026-11. */
const alpineRelease = '3.23';

/** The Alpine image for what an Alpine build image made. @param tag the build image's: `1.26-alpine3.22`. */
export function alpineFor(tag: string): string {
  return `alpine:${/alpine(3\.\d+)/.exec(tag)?.[1] ?? alpineRelease}`;
}

/**
 * The JRE of the JDK that Maven's, Gradle's and Temurin's images build with.
 * Sources: the tags in https://hub.docker.com/_/maven, /_/gradle and /_/eclipse-temurin, 2026-11.
 */
export function javaRuntimeFor(repository: string, tag: string): string | undefined {
  const patterns: Readonly<Record<string, RegExp>> = {
    maven: /eclipse-temurin-(\d+)/,
    gradle: /jdk-?(\d+)/,
    'eclipse-temurin': /^(\d+)[\w.]*-jdk/,
  };
  if (/corretto|ubi|windows|graal|semeru|zulu|sapmachine/.test(tag)) return undefined;
  const version = patterns[repository]?.exec(tag)?.[1];
  // JREs are made of releases with long-term support without a gap.
  if (version === undefined || !/^(?:8|11|17|21|25)$/.test(version)) return undefined;
  return `eclipse-temurin:${version}-jre${tag.includes('alpine') ? '-alpine' : ''}`;
}

/**
 * The run-time image of a .NET SDK: `9.0.203-noble` → `aspnet:9.0-noble`.
 * Source: https://github.com/dotnet/dotnet-docker, README.aspnet.md, README.runtime.md, 2026-11.
 */
export function dotnetRuntimeFor(tag: string, web: boolean): string | undefined {
  const [, version, system = ''] = /^(\d+\.\d+)(?:\.\d+)?((?:-[a-z][\w.-]*)?)$/.exec(tag) ?? [];
  if (version === undefined || /windows|nanoserver/.test(system)) return undefined;
  return `mcr.microsoft.com/dotnet/${web ? 'aspnet' : 'runtime'}:${version}${system}`;
}
