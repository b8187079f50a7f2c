import { readFileSync } from 'node:fs';

/** A secret from the file that NAME_FILE names, as Docker hands it in, or from the variable itself on a laptop. */
export function secret(name) {
  const file = process.env[`${name}_FILE`];
  return file ? readFileSync(file, 'utf8').trim() : process.env[name];
}
