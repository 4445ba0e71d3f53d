/**
 * Names whose values are secrets. One table for header names, query and form keys, cookie-like fields and JSON keys.
 *
 * To add a name: write it in lower case without separators; 'X-Api-Key', 'api_key' and 'apiKey' are all 'apikey' or end in it.
 */
const secretNames: ReadonlySet<string> = new Set([
  'accesskey',
  'accesskeyid',
  'apikey',
  'assertion',
  'auth',
  'authentication',
  'authorization',
  'bearer',
  'clientassertion',
  'connectionstring',
  'cookie',
  'credential',
  'credentials',
  'csrf',
  'dpop',
  'jwt',
  'key',
  'masterkey',
  'mfa',
  'otp',
  'pass',
  'passphrase',
  'passwd',
  'password',
  'pin',
  'privatekey',
  'proxyauthorization',
  'pwd',
  'samlassertion',
  'samlresponse',
  'secret',
  'secretkey',
  'session',
  'sessionid',
  'sessionkey',
  'setcookie',
  'sid',
  'sig',
  'signature',
  'subscriptionkey',
  'token',
  'totp',
  'xsrf',
]);

/** What a compound name ends in when it is one of the above with something before it: 'X-Vault-Token', 'client_secret'. */
const secretEndings = [
  'accesskey',
  'apikey',
  'assertion',
  'authorization',
  'credential',
  'credentials',
  'functionskey',
  'masterkey',
  'passphrase',
  'passwd',
  'password',
  'privatekey',
  'pwd',
  'secret',
  'secretkey',
  'sessionid',
  'signature',
  'subscriptionkey',
  'token',
  'tokens',
] as const;

/** Names that end like a secret and are none: they say how, not what (RFC 6749, RFC 7519, OpenAPI, paging). */
const harmlessNames: ReadonlySet<string> = new Set([
  'continuationtoken',
  'maxtokens',
  'nextpagetoken',
  'nexttoken',
  'pagetoken',
  'completiontokens',
  'prompttokens',
  'totaltokens',
  'inputtokens',
  'outputtokens',
]);

/** True when a value under this name must not leave the computer unasked. */
export function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (harmlessNames.has(plain)) return false;
  return secretNames.has(plain) || secretEndings.some((ending) => plain.endsWith(ending));
}

/** Header fields that are secrets though their names do not say so. */
const secretHeaders: ReadonlySet<string> = new Set([
  'authentication-info',
  'proxy-authentication-info',
  'cookie2',
  'set-cookie2',
  'x-amzn-oidc-data',
  'x-goog-iap-jwt-assertion',
  'cf-access-client-id',
]);

export function isSecretHeader(name: string): boolean {
  return secretHeaders.has(name.toLowerCase()) || isSecretName(name);
}

/** Query and form keys that are secrets only there: in JSON, `code` is mostly a country or an error. RFC 6749 §4.1, Azure, AWS. */
const secretKeys: ReadonlySet<string> = new Set(['code', 'codeverifier', 'hmac', 'xamzsecuritytoken', 'userpass']);

export function isSecretKey(name: string): boolean {
  return secretKeys.has(name.toLowerCase().replace(/[^a-z0-9]/g, '')) || isSecretName(name);
}
