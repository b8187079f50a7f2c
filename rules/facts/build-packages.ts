/**
 * Packages that compile or fetch, and that nothing needs when a program runs.
 * Sources: packages.debian.org, pkgs.alpinelinux.org (descriptions), 2026-11.
 */
const building =
  /^(?:build-essential|build-base|alpine-sdk|gcc(?:-\d+)?|g\+\+(?:-\d+)?|clang(?:-\d+)?|lld(?:-\d+)?|llvm(?:-\d+)?|make|cmake|ninja(?:-build)?|autoconf|automake|libtool|m4|bison|flex|pkg-config|pkgconf|patch|file|git|rust|rustc|cargo|go|golang(?:-go)?|default-jdk|maven|gradle|musl-dev|libc-dev|libc6-dev|linux-headers|python3-dev|protobuf-compiler|protoc|nasm|yasm|apt-transport-https|software-properties-common|dpkg-dev)$/;

/** Libraries that stand for the package that programs are built with, by its name. The same sources. */
const libraries: Readonly<Record<'debian' | 'alpine', Readonly<Record<string, string>>>> = {
  debian: {
    'libpq-dev': 'libpq5',
    'default-libmysqlclient-dev': 'libmariadb3',
    'libmariadb-dev': 'libmariadb3',
    'libxml2-dev': 'libxml2',
    'libmagic-dev': 'libmagic1',
    'libsqlite3-dev': 'libsqlite3-0',
  },
  alpine: {
    'libpq-dev': 'libpq',
    'postgresql-dev': 'libpq',
    'mariadb-dev': 'mariadb-connector-c',
    'mariadb-connector-c-dev': 'mariadb-connector-c',
    'libffi-dev': 'libffi',
    'openssl-dev': 'openssl',
    'libxml2-dev': 'libxml2',
    'sqlite-dev': 'sqlite-libs',
  },
};

/** Headers of libraries that the official language images, slim ones too, carry themselves. */
const carried = /^(?:libffi-dev|libssl-dev|zlib1g-dev|zlib-dev)$/;

/**
 * What a package that is installed for a build comes to in the image that runs what was built.
 * @param name without its version.
 * @returns `drop`, `keep`, the library to install in its place, or undefined where that is not known.
 */
export function atRunTime(
  name: string,
  distribution: 'debian' | 'alpine',
): 'drop' | 'keep' | { readonly library: string } | undefined {
  if (building.test(name)) return 'drop';
  const library = libraries[distribution][name];
  if (library !== undefined) return { library };
  if (distribution === 'debian' && carried.test(name)) return 'drop';
  return /-(?:dev|devel|headers|static)$/.test(name) ? undefined : 'keep';
}
