import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { mozillaIntermediate } from '../../rules/facts/tls.ts';
import { weakSuites } from '../../rules/shared/cipher-list.ts';

describe('weak cipher suites', () => {
  test("are those that OpenSSL's own table shows to be weak", (context) => {
    const { status, stdout } = spawnSync('openssl', ['ciphers', '-v', 'ALL:COMPLEMENTOFALL:@SECLEVEL=0'], {
      encoding: 'utf8',
    });
    if (status !== 0) {
      context.diagnostic('openssl is not installed: nothing to judge by');
      return;
    }
    // ECDHE-RSA-AES128-SHA TLSv1 Kx=ECDH Au=RSA Enc=AES(128) Mac=SHA1
    const rows = stdout
      .trim()
      .split('\n')
      .map((row) => row.trim().split(/\s+/));
    const suites = rows.filter(
      ([name, version]) => version !== 'TLSv1.3' && !/PSK|SRP|GOST|ARIA|DSS|ECDH-/.test(name!),
    );
    assert.ok(suites.length > 30);
    const wrong = suites.filter(([name, , kx, au, enc, mac]) => {
      const isGood =
        /Kx=(?:ECDH|DH)$/.test(kx!) && au !== 'Au=None' && mac === 'Mac=AEAD' && enc !== 'Enc=None';
      return weakSuites(name!).length === (isGood ? 1 : 0);
    });
    assert.deepEqual(wrong, []);
  });

  test("are not in Mozilla's list", () => {
    const { ciphers, dheCiphers } = mozillaIntermediate;
    assert.deepEqual(weakSuites([...ciphers, ...dheCiphers].join(':')), []);
  });

  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['HIGH:!aNULL:!MD5', []],
    ['EECDH+AESGCM:EDH+AESGCM', []],
    ['ALL:!RC4', ['ALL']],
    ['RC4:!RC4', []],
    ['DES-CBC3-SHA:!3DES', []],
    ['AES128-SHA256:!kRSA', []],
    ['ECDHE-RSA-AES128-SHA:!SHA1', []],
    ['ECDHE-RSA-AES128-SHA256:!SHA1', ['ECDHE-RSA-AES128-SHA256']],
    ['-RC4:+HIGH:@STRENGTH', []],
    ['', []],
  ];
  for (const [list, expected] of rows) {
    test(list, () =>
      assert.deepEqual(
        weakSuites(list).map(({ name }) => name),
        expected,
      ),
    );
  }
});
