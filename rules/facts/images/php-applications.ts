import type { Family } from './family.ts';
import { apache, apacheServer, phpSystem } from './runtimes.ts';

const alpineTag = /^alpine/;

/** Facts of applications built on PHP's images. */
export const phpApplications: readonly Family[] = [
  {
    images: ['wordpress'],
    product: 'wordpress',
    role: 'application',
    source: 'https://github.com/docker-library/wordpress, Dockerfiles and docker-entrypoint.sh (FROM php)',
    date: '2026-08-19',
    layers: [
      ...phpSystem,
      {
        without: /^(?:fpm|cli)$/,
        facts: {
          ...apache,
          // The entrypoint unpacks WordPress into an empty folder and gives it to www-data.
          capabilities: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'NET_BIND_SERVICE', 'SETGID', 'SETUID'],
        },
      },
      { words: /^cli$/, on: 'alpine', facts: { runsAs: 'non-root', tools: ['bash', 'curl', 'php'] } },
      {
        facts: {
          dataPaths: ['/var/www/html'],
          fileVariables: [
            'WORDPRESS_DB_HOST',
            'WORDPRESS_DB_USER',
            'WORDPRESS_DB_PASSWORD',
            'WORDPRESS_DB_NAME',
            ...['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'].flatMap((name) => [
              `WORDPRESS_${name}_KEY`,
              `WORDPRESS_${name}_SALT`,
            ]),
          ],
        },
      },
    ],
  },
  {
    images: ['nextcloud'],
    product: 'nextcloud',
    role: 'application',
    source:
      'https://github.com/nextcloud/docker, Dockerfile-debian.template, docker-entrypoint.sh and README.md',
    date: '2026-11-24',
    // Its pages answer to the host names it was told of only; its entrypoint copies files and writes PHP's configuration.
    layers: [
      ...phpSystem,
      { without: /^fpm$/, facts: apacheServer },
      { words: /^fpm$/, facts: { healthTest: ['CMD', 'bash', '-c', 'exec 3<>/dev/tcp/127.0.0.1/9000'] } },
      {
        words: alpineTag,
        unsure: ['bash'],
        facts: { tools: ['rsync'], healthTest: ['CMD', 'nc', '-z', '127.0.0.1', '9000'] },
      },
      {
        without: /^(?:fpm|alpine.*)$/,
        facts: { healthTest: ['CMD', 'bash', '-c', 'exec 3<>/dev/tcp/127.0.0.1/80'] },
      },
      {
        facts: {
          tools: ['rsync'],
          dataPaths: ['/var/www/html'],
          fileVariables: [
            'NEXTCLOUD_ADMIN_USER',
            'NEXTCLOUD_ADMIN_PASSWORD',
            ...['DATABASE', 'USER', 'PASSWORD'].map((name) => `MYSQL_${name}`),
            ...['DB', 'USER', 'PASSWORD'].map((name) => `POSTGRES_${name}`),
            'REDIS_HOST_PASSWORD',
            'SMTP_PASSWORD',
          ],
        },
      },
    ],
  },
];
