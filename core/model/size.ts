const units: Readonly<Record<string, number>> = {
  '': 1,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  t: 2 ** 40,
  p: 2 ** 50,
};

/**
 * A size in bytes from Compose's notation: `512m`, `1.5G`, `2gb`, `64MiB`, a bare number of bytes. Powers of 1024, as
 * docker/go-units `RAMInBytes` reads it (https://github.com/docker/go-units/blob/master/size.go).
 * @returns undefined where the text is no size.
 */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?) ?([kmgtp]?)i?b?$/i.exec(text);
  return match ? Math.floor(Number(match[1]) * units[match[2]!.toLowerCase()]!) : undefined;
}

/** Bytes in Compose's notation with the largest unit that leaves no fraction: `2147483648` → `2G`. */
export function formatSize(bytes: number): string {
  for (const unit of ['p', 't', 'g', 'm', 'k']) {
    const size = units[unit]!;
    if (bytes >= size && bytes % size === 0) return `${bytes / size}${unit.toUpperCase()}`;
  }
  return String(bytes);
}
