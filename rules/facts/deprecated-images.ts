import type { ImageReference } from '../../core/rule.ts';

/** An image that its makers have given up, moved or taken away. */
export interface DeprecatedImage {
  /** `repository`, or `registry/repository` outside of Docker Hub. */
  readonly image: string | RegExp;
  /** What happened, as the end of a sentence about the image. */
  readonly what: string;
  readonly instead: string;
  readonly source: string;
}

/** Read 2026-11. */
export const deprecatedImages: readonly DeprecatedImage[] = [
  {
    image: /^(?:bitnami|bitnamilegacy)\//,
    what: 'has had no versions and no fixes since Bitnami closed its catalogue on 2025-08-28',
    instead: 'the official image',
    source: 'https://github.com/bitnami/containers/issues/83267',
  },
  {
    image: /^minio\/(?:minio|mc)$/,
    what: 'has not been built since October 2025 and was taken from Docker Hub in September 2026',
    instead: 'another object store',
    source: 'https://github.com/minio/minio/issues/21647',
  },
  {
    image: 'openjdk',
    what: 'is deprecated and no longer built',
    instead: 'eclipse-temurin',
    source: 'https://hub.docker.com/_/openjdk',
  },
  {
    image: /^adoptopenjdk(?:\/|$)/,
    what: 'is no longer built since the project moved',
    instead: 'eclipse-temurin',
    source: 'https://hub.docker.com/_/adoptopenjdk',
  },
  {
    image: 'java',
    what: 'has not been built since 2017',
    instead: 'eclipse-temurin',
    source: 'https://hub.docker.com/_/java',
  },
  {
    image: 'centos',
    what: 'is no longer built, and CentOS Linux has ended',
    instead: 'almalinux or rockylinux',
    source: 'https://hub.docker.com/_/centos',
  },
  {
    image: 'grafana/promtail',
    what: 'reached its end of life on 2026-03-02',
    instead: 'grafana/alloy',
    source: 'https://grafana.com/docs/loki/latest/send-data/promtail/',
  },
  {
    image: 'grafana/agent',
    what: 'reached its end of life on 2025-11-01',
    instead: 'grafana/alloy',
    source: 'https://grafana.com/docs/agent/latest/',
  },
  {
    image: /^(?:k8s\.gcr\.io|gcr\.io\/google_containers)\//,
    what: 'comes from a registry that is frozen since 2023-04-03',
    instead: 'registry.k8s.io',
    source: 'https://kubernetes.io/blog/2023/02/06/k8s-gcr-io-freeze-announcement/',
  },
  {
    image: 'mysql/mysql-server',
    what: 'is no longer updated since January 2023',
    instead: 'mysql',
    source: 'https://hub.docker.com/r/mysql/mysql-server',
  },
  {
    image: 'jwilder/nginx-proxy',
    what: 'has moved',
    instead: 'nginxproxy/nginx-proxy',
    source: 'https://github.com/nginx-proxy/nginx-proxy',
  },
  {
    image:
      /^(?:jrcs|jwilder)\/(?:letsencrypt-nginx-proxy-companion|docker-letsencrypt-nginx-proxy-companion)$/,
    what: 'has moved',
    instead: 'nginxproxy/acme-companion',
    source: 'https://github.com/nginx-proxy/acme-companion',
  },
  {
    image: 'mailhog/mailhog',
    what: 'has not been updated since 2020',
    instead: 'axllent/mailpit',
    source: 'https://github.com/mailhog/MailHog',
  },
  {
    image: 'containrrr/watchtower',
    what: 'is archived and no longer maintained',
    instead: 'a pipeline of your own',
    source: 'https://github.com/containrrr/watchtower',
  },
];

/** What became of an image; undefined where nothing is known against it. */
export function deprecationOf({ registry, repository }: ImageReference): DeprecatedImage | undefined {
  const key = registry === 'docker.io' ? repository : `${registry}/${repository}`;
  return deprecatedImages.find(({ image }) => (typeof image === 'string' ? image === key : image.test(key)));
}
