import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor } from './redact.ts';
import { redactJson } from './redactJson.ts';
import { isSecretHeader, isSecretKey, isSecretName } from './secretName.ts';

const json = (text: string) => redactJson(text, () => undefined);

describe('names of secrets', () => {
  test.each([
    'Authorization',
    'Proxy-Authorization',
    'Cookie',
    'Set-Cookie',
    'X-Api-Key',
    'api_key',
    'apiKey',
    'X-Vault-Token',
    'access_token',
    'client_secret',
    'password',
    'newPassword',
    'X-Amz-Signature',
    'sessionId',
    'Ocp-Apim-Subscription-Key',
    'x-functions-key',
    'X-CSRF-Token',
  ])('%s', (name) => {
    expect(isSecretHeader(name) && isSecretKey(name)).toBe(true);
  });

  test.each([
    'Content-Type',
    'keyboard',
    'monkey',
    'author',
    'passenger',
    'nextPageToken',
    'max_tokens',
    'User-Agent',
    'keys',
    'ETag',
  ])('not %s', (name) => {
    expect(isSecretHeader(name) || isSecretName(name)).toBe(false);
  });

  test('a code is a secret in an address and none in JSON', () => {
    expect([isSecretKey('code'), isSecretName('code')]).toEqual([true, false]);
  });
});

describe('JSON', () => {
  test('keeps everything else to the byte: space, order, long numbers, escapes', () => {
    const text = '{ "id":12345678901234567890,\r\n\t"p\\u0061ssword" : "hunter\\"2" , "list":[1.0,{"token":42}] }\n';

    expect(json(text)).toBe(
      '{ "id":12345678901234567890,\r\n\t"p\\u0061ssword" : "[redacted]" , "list":[1.0,{"token":"[redacted]"}] }\n',
    );
  });

  test('a secret that is an object or a list goes whole', () => {
    expect(json('{"credentials":{"a":[1,{"b":"}"}]},"ok":true}')).toBe('{"credentials":"[redacted]","ok":true}');
  });

  test('null, true, false and the empty text hide nothing and stay', () => {
    const text = '{"token":null,"session":true,"auth":false,"password":""}';

    expect(json(text)).toBe(text);
  });

  test('a value that looks like a key does not mislead, nor does a key within a text', () => {
    const text = '{"a":"token","b":"\\"password\\":\\"x\\"","c":["secret","y"]}';

    expect(json(text)).toBe(text);
  });

  test('a text that was cut off, JSON Lines and event streams are covered as far as they go', () => {
    expect(json('{"token":"abc')).toBe('{"token":"[redacted]"');
    expect(json('{"token":"abc\\')).toBe('{"token":"[redacted]"');
    expect(json('{"token":{"a":[1')).toBe('{"token":"[redacted]"');
    expect(json('{"token":')).toBe('{"token":');
    expect(json('{"token":1}\n{"token":2}\n')).toBe('{"token":"[redacted]"}\n{"token":"[redacted]"}\n');
    expect(json('event: x\ndata: {"secret":"s"}\n\n')).toBe('event: x\ndata: {"secret":"[redacted]"}\n\n');
  });

  test('five million characters in one text, or as many open quotes and brackets, are no trouble', () => {
    const long = `{"a":"${'x'.repeat(5_000_000)}","token":"t"}`;

    expect(json(long).endsWith('"token":"[redacted]"}')).toBe(true);
    expect(json('"\\'.repeat(1_000_000))).toHaveLength(2_000_000);
    expect(json('{"token":'.repeat(300_000))).toMatch(/^\{"token":"\[redacted\]"$/);
  });

  test('whatever JSON it is, no value under a secret name is left and all others are', () => {
    const value = fc.letrec<{ any: unknown; object: unknown; list: unknown }>((tie) => ({
      any: fc.oneof({ depthSize: 'small' }, fc.string(), fc.double(), fc.boolean(), tie('object'), tie('list')),
      list: fc.array(tie('any'), { maxLength: 4 }),
      object: fc.dictionary(fc.constantFrom('name', 'password', 'client_secret', 'x"y', 'count'), tie('any'), {
        maxKeys: 4,
      }),
    }));
    const expected = (given: unknown): unknown => {
      if (Array.isArray(given)) return given.map(expected);
      if (typeof given !== 'object' || given === null) return given;
      return Object.fromEntries(
        Object.entries(given).map(([name, inner]) =>
          isSecretName(name) && inner !== '' && inner !== null && typeof inner !== 'boolean'
            ? [name, '[redacted]']
            : [name, expected(inner)],
        ),
      );
    };

    fc.assert(
      fc.property(value.object, (given) => {
        const plain = JSON.parse(JSON.stringify(given)) as unknown;
        for (const indent of [undefined, 2]) {
          expect(JSON.parse(json(JSON.stringify(plain, undefined, indent)))).toEqual(expected(plain));
        }
      }),
    );
  });
});

describe('a redactor', () => {
  test('hides secrets in headers, addresses, forms and bodies, and counts each by its place', () => {
    const redactor = createRedactor('redact');
    const multipart =
      '--b\r\nContent-Disposition: form-data; name="user"\r\n\r\nann\r\n--b\r\nContent-Disposition: form-data; name="password"; filename="user"\r\n\r\nhunter2\r\n--b--';

    expect(redactor.header('request', 'Authorization', 'Bearer abc')).toBe('[redacted]');
    expect(redactor.header('request', 'Accept', '*/*')).toBe('*/*');
    expect(redactor.header('response', 'Location', 'https://a/?code=1&x=2#access_token=3')).toBe(
      'https://a/?code=%5Bredacted%5D&x=2#access_token=%5Bredacted%5D',
    );
    expect(redactor.url('https://ann:pw@a.corp/p?api%5Fkey=1&q=key')).toBe(
      'https://ann:%5Bredacted%5D@a.corp/p?api%5Fkey=%5Bredacted%5D&q=key',
    );
    expect(redactor.body('request', 'application/x-www-form-urlencoded', 'a=1&password=p%26w&b')).toBe(
      'a=1&password=%5Bredacted%5D&b',
    );
    expect(redactor.body('request', 'multipart/form-data; boundary=b', multipart)).not.toContain('hunter2');
    expect(redactor.body('response', 'text/plain', '{"token":"t"}')).toBe('{"token":"[redacted]"}');
    expect(redactor.found()).toEqual([
      { place: 'address', name: 'access_token', count: 1 },
      { place: 'address', name: 'api_key', count: 1 },
      { place: 'address', name: 'code', count: 1 },
      { place: 'address', name: 'password', count: 1 },
      { place: 'request header', name: 'authorization', count: 1 },
      { place: 'request body', name: 'password', count: 2 },
      { place: 'response body', name: 'token', count: 1 },
    ]);
  });

  test('hides web tokens and private keys wherever they stand', () => {
    const redactor = createRedactor('redact');
    const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln';

    expect(redactor.header('request', 'X-Forwarded-Auth-Info', `jwt ${token};`)).toBe('jwt [redacted];');
    expect(redactor.url(`https://a/t/${token}`)).toBe('https://a/t/%5Bredacted%5D');
    expect(redactor.body('response', 'text/html', `<b>${token}</b>`)).toBe('<b>[redacted]</b>');
    expect(
      redactor.body('response', 'text/plain', '-----BEGIN EC PRIVATE KEY-----\nMHc\n-----END EC PRIVATE KEY-----\nx'),
    ).toBe('[redacted]\nx');
  });

  test('hides a private key that is locked with a passphrase whole, though its head has hyphens', () => {
    const key =
      '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nMHc\n-----END RSA PRIVATE KEY-----';

    expect(createRedactor('redact').body('response', 'text/plain', `a-b ${key} c-d`)).toBe('a-b [redacted] c-d');
  });

  test('five million characters that keep beginning like a token or a key are no trouble', () => {
    const redactor = createRedactor('redact');
    const tokens = 'eyJ-'.repeat(1_250_000);

    expect(redactor.body('response', 'text/plain', tokens)).toBe(tokens);
    expect(redactor.body('response', 'text/plain', `-----BEGIN PRIVATE KEY-----${'- '.repeat(2_500_000)}`)).toBe(
      '[redacted]',
    );
  });

  test('asked to keep, changes nothing and counts nothing', () => {
    const redactor = createRedactor('keep');

    expect(redactor.header('request', 'Authorization', 'Bearer abc')).toBe('Bearer abc');
    expect(redactor.url('https://a/?token=1')).toBe('https://a/?token=1');
    expect(redactor.body('request', 'application/json', '{"token":1}')).toBe('{"token":1}');
    expect(redactor.found()).toEqual([]);
  });
});
