import type { Span } from '../text/index.ts';

/** An image reference, split: `registry/repository:tag@digest`. */
export interface ImageReference {
  /** As written after interpolation. */
  readonly text: string;
  /** `docker.io` where none is written. */
  readonly registry: string;
  /** Without registry; `library/` taken off: `postgres`, `grafana/loki`. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
  readonly span: Span;
  /** The tag's own span, where it was written literally. */
  readonly tagSpan?: Span;
}

export type ImageRole =
  | 'proxy'
  | 'web-server'
  | 'runtime'
  | 'database'
  | 'cache'
  | 'broker'
  | 'monitoring'
  | 'logging'
  | 'admin-ui'
  | 'certificates'
  | 'backup'
  | 'distribution'
  | 'application';

/** The release that a floating tag brought when the facts were read. */
export interface ImageRelease {
  /** All of its numbers: `1.30.4`. */
  readonly version: string;
  /** `YYYY-MM-DD`: when it was the newest. */
  readonly date: string;
  /** The tag names no line at all (`latest`, `stable`): in time it brings one of the next. */
  readonly moving: boolean;
}

/** What is known of an image at a version and variant. A field that is absent is unknown: rules stay silent. */
export interface ImageFacts {
  /** The product: `postgres`, `nginx`, `node`. One word for all images that carry it. */
  readonly product: string;
  readonly role: ImageRole;
  /** The product's version that the tag names, as far as it names one: `16`, `3.12.4`. */
  readonly version?: string;
  /** What a tag brings that names no full version, where that is known: the newest release of its line. */
  readonly release?: ImageRelease;
  /** The distribution inside: `alpine`, `debian`, `ubuntu`, `distroless`, `scratch`, `other`. */
  readonly distribution?: 'alpine' | 'debian' | 'ubuntu' | 'distroless' | 'scratch' | 'rhel' | 'other';
  /** Container ports that its default process listens on. */
  readonly ports?: readonly number[];
  /** `root`: its process stays root. `drops`: starts as root and gives it up itself. `non-root`: USER is set. */
  readonly runsAs?: 'root' | 'drops' | 'non-root';
  /** The user that USER names, or that it can be told to run as (`node` in node's images). */
  readonly user?: string;
  /** It brings a HEALTHCHECK of its own. */
  readonly healthcheck?: boolean;
  /** Programs known to be in it, among those that health checks and scripts use. */
  readonly tools?: readonly string[];
  /** Programs known not to be in it. What is in neither list is unknown. */
  readonly lacks?: readonly string[];
  /** Where it keeps its data. */
  readonly dataPaths?: readonly string[];
  /** Environment variables that it also takes as NAME_FILE. */
  readonly fileVariables?: readonly string[];
  /** Paths it writes to at run time beside its data, needed as tmpfs with a read-only root. */
  readonly writablePaths?: readonly string[];
  /** Capabilities it needs when all are dropped. */
  readonly capabilities?: readonly string[];
  /** A memory limit to begin with, in Compose's notation: `256M`. */
  readonly memory?: string;
  /** A CPU limit to begin with: `0.5`. */
  readonly cpus?: string;
  /** A good health check as Compose's `test`, for this variant (its tool is in the image). */
  readonly healthTest?: readonly string[];
  /** Its default command ends on its own (a base distribution, a tool): nothing to keep alive or restart. */
  readonly oneShot?: boolean;
  /** The signal that stops it, where its STOPSIGNAL names another than Docker's default, SIGTERM. */
  readonly stopSignal?: string;
  /** Log files that are links to the container's standard output and error. */
  readonly logLinks?: readonly string[];
  /** Its default shell, where `/bin/sh` is not there: `none` for distroless and scratch. */
  readonly shell?: 'sh' | 'bash' | 'none';
}

/** How the engine asks for facts; the tables live in rules/facts and are handed in. */
export interface ImageKnowledge {
  facts(reference: ImageReference): ImageFacts | undefined;
}

/**
 * Split an image reference. `text` may not hold unresolved variables.
 * @returns undefined where the text is no image reference (empty, upper case repository, blanks).
 */
export function parseImageReference(text: string, span: Span): ImageReference | undefined {
  const match =
    /^(?:([^/@]+)\/)?([^@:]+)(?::([\w][\w.-]{0,127}))?(?:@([A-Za-z0-9]+(?:[.+_-][A-Za-z0-9]+)*:[0-9a-fA-F]{32,}))?$/.exec(
      text,
    );
  if (!match) return undefined;
  let [, registry, repository, tag, digest] = match as unknown as [
    string,
    string?,
    string?,
    string?,
    string?,
  ];
  if (registry !== undefined && !/[.:]/.test(registry) && registry !== 'localhost') {
    repository = `${registry}/${repository}`;
    registry = undefined;
  }
  if (
    !repository ||
    !/^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/.test(repository)
  ) {
    return undefined;
  }
  const host = registry === undefined || registry === 'index.docker.io' ? 'docker.io' : registry;
  const named = host === 'docker.io' && repository.startsWith('library/') ? repository.slice(8) : repository;
  const result: ImageReference = {
    text,
    registry: host,
    repository: named,
    span,
    ...(tag && { tag }),
    ...(digest && { digest }),
  };
  if (!tag || span.source.text.slice(span.start, span.end).indexOf(text) < 0) return result;
  const at =
    span.start +
    span.source.text.slice(span.start, span.end).indexOf(text) +
    text.length -
    (digest ? digest.length + 1 : 0);
  return { ...result, tagSpan: { source: span.source, start: at - tag.length, end: at } };
}
