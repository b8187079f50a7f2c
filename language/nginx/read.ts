import { parseNginx } from '../../core/parse/nginx.ts';
import type { NginxFile } from '../../core/parse/nginx-tree.ts';
import type { Source } from '../../core/text/index.ts';

/** The tree of a text that the editor calls nginx's, whatever its name. */
export function readNginx(source: Source): NginxFile {
  return parseNginx(source);
}
