import { describe, expect, test } from 'vitest';
import { developmentOrigin, isOwnUrl, isSafeExternalUrl, isTrustedSender } from './origin.ts';

describe('an address is our own', () => {
  test('when scheme and host are exactly those of the window', () => {
    expect(isOwnUrl('app://bundle/index.html#x')).toBe(true);
    expect(isOwnUrl('app://bundle')).toBe(true);
  });

  test.each([
    'app://bundle.evil/index.html',
    'app://evil/bundle',
    'app://user@bundle/index.html',
    'app:bundle',
    'https://bundle/',
    'file:///app/bundle',
    'about:blank',
    'null',
    '',
  ])('%j is not', (url) => {
    expect(isOwnUrl(url)).toBe(false);
  });

  test('the development server is ours only where there is one', () => {
    expect(isOwnUrl('http://localhost:5173/index.html', 'http://localhost:5173')).toBe(true);
    expect(isOwnUrl('http://localhost:5174/index.html', 'http://localhost:5173')).toBe(false);
    expect(isOwnUrl('http://localhost:5173/index.html')).toBe(false);
  });
});

describe('the development server', () => {
  const at = (url: string) => ({ ELECTRON_RENDERER_URL: url });

  test('is believed on loopback', () => {
    expect(developmentOrigin(at('http://localhost:5173'), false)).toBe('http://localhost:5173');
  });

  test('is ignored in the packaged app, elsewhere on the network, and when it is no address', () => {
    expect(developmentOrigin(at('http://localhost:5173'), true)).toBeUndefined();
    expect(developmentOrigin(at('http://evil.example:5173'), false)).toBeUndefined();
    expect(developmentOrigin(at('http://localhost.evil.example'), false)).toBeUndefined();
    expect(developmentOrigin(at('x'), false)).toBeUndefined();
    expect(developmentOrigin({}, false)).toBeUndefined();
  });
});

describe('a caller is trusted', () => {
  const own = { parent: null, origin: 'app://bundle', url: 'app://bundle/index.html' };

  test('when it is the top frame of our own page', () => {
    expect(isTrustedSender(own)).toBe(true);
  });

  test('never when the frame is gone', () => {
    expect(isTrustedSender(null)).toBe(false);
  });

  test('never when it is a frame within a page, even of our own origin', () => {
    expect(isTrustedSender({ ...own, parent: own })).toBe(false);
  });

  test('never with an opaque origin, as a sandboxed or data: frame has', () => {
    expect(isTrustedSender({ ...own, origin: 'null' })).toBe(false);
  });

  test('never from elsewhere', () => {
    expect(isTrustedSender({ ...own, origin: 'https://evil.example', url: 'https://evil.example/' })).toBe(false);
    expect(isTrustedSender({ ...own, url: 'https://evil.example/' })).toBe(false);
  });
});

test('only https goes to the system browser', () => {
  expect(isSafeExternalUrl('https://example.com/')).toBe(true);
  for (const url of ['http://example.com/', 'file:///etc/passwd', 'javascript:alert(1)', 'smb://x/y', 'x']) {
    expect(isSafeExternalUrl(url)).toBe(false);
  }
});
