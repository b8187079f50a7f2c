/**
 * Programs that packages bring whose names differ from the package's own.
 * Source: the packages' file lists in Debian 12 and Alpine 3.22.
 */
const programsOf: Readonly<Record<string, readonly string[]>> = {
  'netcat-openbsd': ['nc', 'netcat'],
  'netcat-traditional': ['nc', 'netcat'],
  netcat: ['nc', 'netcat'],
  'nmap-ncat': ['nc', 'ncat'],
  'postgresql-client': ['pg_isready', 'psql', 'pg_dump', 'pg_restore'],
  postgresql: ['pg_isready', 'psql', 'pg_dump', 'pg_restore'],
  'mysql-client': ['mysql', 'mysqladmin', 'mysqldump'],
  'mariadb-client': ['mysql', 'mysqladmin', 'mysqldump', 'mariadb', 'mariadb-admin', 'mariadb-dump'],
  'default-mysql-client': ['mysql', 'mysqladmin', 'mysqldump', 'mariadb', 'mariadb-admin', 'mariadb-dump'],
  'redis-tools': ['redis-cli'],
  redis: ['redis-cli', 'redis-server'],
  'iputils-ping': ['ping'],
  iputils: ['ping'],
  iproute2: ['ip', 'ss'],
  procps: ['ps', 'pgrep', 'pkill', 'top', 'free'],
  'procps-ng': ['ps', 'pgrep', 'pkill', 'top', 'free'],
  python3: ['python3'],
  nodejs: ['node'],
  dnsutils: ['dig', 'nslookup'],
  'bind-tools': ['dig', 'nslookup'],
  'ca-certificates': [],
  supervisor: ['supervisord', 'supervisorctl'],
  'php-cli': ['php'],
  fcgi: ['cgi-fcgi'],
  'libfcgi-bin': ['cgi-fcgi'],
};

/** Whether a package brings a program; packages are taken to bring a program of their own name. */
export function packageBrings(name: string, program: string): boolean {
  if (name === program) return true;
  const versionless = name.replace(/-?\d+(?:\.\d+)*$/, '');
  const programs = programsOf[name] ?? programsOf[versionless];
  return versionless === program || (programs?.includes(program) ?? false);
}
