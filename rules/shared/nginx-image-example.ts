/** A deployment whose nginx is of a version, with a main file: `compose.yaml` and `nginx.conf`. */
export function underNginx(tag: string, text: string): Readonly<Record<string, string>> {
  const mount = '      - ./nginx.conf:/etc/nginx/nginx.conf:ro';
  return {
    'compose.yaml': `services:\n  proxy:\n    image: nginx:${tag}\n    volumes:\n${mount}\n`,
    'nginx.conf': text,
  };
}
