import { weakCipherGroups } from '../facts/tls.ts';

export interface WeakSuite {
  readonly name: string;
  readonly reason: string;
}

const broken = 'broken';
const noForwardSecrecy = 'no forward secrecy';
const cbc = 'CBC mode';

/**
 * The suites and groups of an OpenSSL cipher list (openssl-ciphers(1)) that are weak, in its order. What the list itself takes
 * out again with `!` is not counted; groups that mix good and bad suites (`HIGH`, nginx's default) are passed over.
 */
export function weakSuites(list: string): readonly WeakSuite[] {
  const items = list.split(/[:, ]+/).filter((item) => item !== '' && !item.startsWith('@'));
  const excluded = new Set(items.filter((item) => item.startsWith('!')).map((item) => item.slice(1)));
  return items.flatMap((name) => {
    const reason = /^[!+-]/.test(name) || excluded.has(name) ? undefined : weakness(name, excluded);
    return reason === undefined ? [] : [{ name, reason }];
  });
}

function weakness(name: string, excluded: ReadonlySet<string>): string | undefined {
  if (name.split('+').some((word) => weakCipherGroups.has(word))) return broken;
  // A group such as `EECDH+AESGCM`, or a suite of TLS 1.3.
  if (!name.includes('-') || name.startsWith('TLS_')) return undefined;
  const parts = name.split('-');
  const isOut = (...words: readonly string[]) => words.some((word) => excluded.has(word));
  if (/^(?:EXP|ADH|AECDH|NULL)-|(?:^|-)(?:RC4|NULL|DES|IDEA|SEED)(?:-|$)|DES-CBC|-MD5$/.test(name)) {
    const isTakenOut =
      parts.some((part) => excluded.has(part)) ||
      (name.includes('CBC3') && isOut('3DES')) ||
      (isOut('aNULL') && /^(?:ADH|AECDH)-/.test(name));
    return isTakenOut ? undefined : broken;
  }
  if (!/^(?:ECDHE|DHE|EECDH|EDH|PSK|ECDHE_PSK)-/.test(name))
    return isOut('kRSA', 'RSA', 'aRSA') ? undefined : noForwardSecrecy;
  if (/GCM|CCM|CHACHA20|POLY1305/.test(name)) return undefined;
  const hash = parts.at(-1)!;
  return isOut(hash, ...(hash === 'SHA' ? ['SHA1'] : [])) ? undefined : cbc;
}
