import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { errorCode, failureText } from './failure.ts';

/** A file's text (a byte order mark stays in it: offsets count it), or why there is none; undefined where there is no file. */
export type ReadResult = { readonly text: string } | { readonly unreadable: string } | undefined;

/** Bytes beyond which a file is no configuration that a person wrote. */
export const largestFile = 5 * 1024 * 1024;

/** Read a UTF-8 text file. Never throws. */
export function readText(path: string): ReadResult {
  try {
    const facts = statSync(path, { throwIfNoEntry: false });
    if (!facts || facts.isDirectory()) return undefined;
    // A named pipe or a device would be waited on for ever.
    if (!facts.isFile()) return { unreadable: 'It is not a regular file.' };
    if (facts.size > largestFile) return { unreadable: 'It is larger than 5 MB.' };
    return decode(readFileSync(path));
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    return { unreadable: `It cannot be read: ${failureText(error)}.` };
  }
}

/** A file's bytes as text, where they are text that Docker and nginx read. */
export function decode(bytes: Buffer): ReadResult {
  const utf16 =
    bytes.length >= 2 &&
    ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
  if (utf16) return { unreadable: 'It is UTF-16, and Docker and nginx read UTF-8.' };
  if (bytes.includes(0)) return { unreadable: 'It is a binary file.' };
  if (!isUtf8(bytes)) return { unreadable: 'It is not UTF-8 text.' };
  return { text: bytes.toString('utf8') };
}
