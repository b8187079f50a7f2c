import type { NginxFile, NginxNode } from '../parse/nginx-tree.ts';
import { folderOf } from '../text/index.ts';
import type { NginxContext } from './nginx.ts';

/** Directives that give a file's context away (nginx.org's documentation of each, "Context"). */
const mainOnly = names(
  'http events stream mail user worker_processes pid daemon load_module worker_rlimit_nofile master_process env worker_cpu_affinity',
);
const httpOnly = names(
  'upstream map geo split_clients log_format limit_req_zone limit_conn_zone proxy_cache_path fastcgi_cache_path server_names_hash_bucket_size server_names_hash_max_size map_hash_bucket_size map_hash_max_size types_hash_max_size types_hash_bucket_size variables_hash_max_size lua_package_path lua_shared_dict',
);
const serverOnly = names('location listen server_name');
const locationOnly = names(
  'alias internal proxy_pass fastcgi_pass grpc_pass uwsgi_pass scgi_pass stub_status limit_except',
);

/**
 * The context that a file's top level is read in, told by its directives and its path: a main file, a fragment for http
 * (`conf.d/*.conf`, `sites-enabled/*`), for stream, for a server or for a location.
 */
export function guessContext(file: NginxFile): NginxContext | 'unknown' {
  const has = (set: ReadonlySet<string>) => file.nodes.some((node) => set.has(node.name));
  const { path } = file.source;
  if (has(mainOnly)) return 'main';
  const servers = file.nodes.filter((node) => node.name === 'server' && node.block);
  if (servers.length > 0 || has(httpOnly))
    return servers.some(isStreamServer) || /(?:^|\/)streams?[-./]/.test(path) ? 'stream' : 'http';
  if (has(locationOnly)) return 'location';
  if (has(serverOnly)) return 'server';
  if (
    file.nodes.length > 0 &&
    /(?:^|\/)(?:conf\.d|sites-available|sites-enabled|http\.d)$/.test(folderOf(path))
  )
    return 'http';
  return 'unknown';
}

/** A stream server passes a connection on by itself; an http server has locations for it, and a scheme. */
function isStreamServer(server: NginxNode): boolean {
  return server.block!.nodes.some(
    (node) => node.name === 'proxy_pass' && !/^(?:https?:|\$)/.test(node.args[0]?.text ?? '$'),
  );
}

/**
 * The context inside a block. As in the documentation, except that servers and upstreams of `stream` and `mail` are told apart
 * from those of `http`: `stream server`, `stream upstream`, `mail server`.
 */
export function contextInside(name: string, outer: NginxContext | 'unknown'): NginxContext {
  if (name === 'if') return outer === 'server' ? 'if in server' : 'if in location';
  const other = outer === 'stream' || outer === 'mail';
  return other && (name === 'server' || name === 'upstream') ? `${outer} ${name}` : name;
}

function names(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}
