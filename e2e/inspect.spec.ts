import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { caExtensions, issue, leafExtensions, type Issued } from '#testdata/pki.ts';
import { launchApp, type LaunchedApp } from './launchApp.ts';
import { smoothly } from './measures.ts';
import { root } from './runtime.ts';

/*
 * The certificate viewer, with certificates that openssl made: plain, monstrous, malformed, by the hundred and by the megabyte.
 * WIREGLASS_VIEWER_PICTURES=folder takes pictures on the way.
 */
const pictures = process.env['WIREGLASS_VIEWER_PICTURES'];

let app: LaunchedApp;
let page: Page;
const folder = mkdtempSync(join(tmpdir(), 'wireglass-inspect-'));

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  app = await launchApp();
  page = app.page;
  page.setDefaultTimeout(10_000);
  await page.setViewportSize({ width: 1280, height: 800 });
});
test.afterAll(async () => {
  await app.close();
});

const corp = issue({ subject: '/O=Corp/CN=Corp Root', extensions: caExtensions });
const issuing = issue({ subject: '/O=Corp/CN=Corp Issuing', issuer: corp, extensions: caExtensions });
const leaf = issue({
  subject: '/CN=api.corp.example',
  issuer: issuing,
  extensions: leafExtensions('api.corp.example', 'www.corp.example'),
});

test('an exchange is opened with Ctrl I, and its chain is walked by keyboard', async () => {
  await page.getByRole('button', { name: 'Send to Good, private CA' }).click();
  await expect(page.getByRole('region', { name: 'Response' })).toContainText('Wireglass Playground');
  await page.keyboard.press('Control+i');

  await expect(page.getByRole('heading', { level: 1, name: 'localhost' })).toBeVisible();
  await expect(page.getByText(/Untrusted for localhost · from GET .* at \d\d:\d\d today/)).toBeVisible();
  const chain = page.getByRole('group', { name: 'Chain' });
  await chain.getByRole('button', { pressed: true }).press('ArrowRight');
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('localhost');
  await page.keyboard.press('ArrowLeft');
  await picture('plain');
  const fields = page.getByRole('region', { name: 'Fields' });
  await fields.getByRole('button', { name: 'Show every number' }).click();
  await expect(fields).toContainText('Serial in decimal');
  await picture('full');
  await fields.getByRole('button', { name: 'Show the main fields' }).click();
  await expect(fields).not.toContainText('Serial in decimal');
  await expectAccessible();
});

test('a finding stands at the field that causes it', async () => {
  await page.getByRole('link', { name: 'Requests' }).click();
  await page.getByRole('link', { name: 'Playground' }).click();
  await page.getByRole('button', { name: /^Send to .*Expired/i }).click();
  await expect(page.getByRole('region', { name: 'Response' })).toContainText(/expired/i);
  await page.keyboard.press('Control+i');

  const validity = page.getByRole('region', { name: 'Fields' }).getByRole('region', { name: 'Validity' });
  await expect(validity.getByRole('note', { name: /expired/i })).toBeVisible();
  await picture('finding');
});

test('a pasted bundle is put in order and judged by what is trusted now', async () => {
  await page.getByRole('link', { name: 'Inspect' }).click();
  await paste(corp.cert + leaf.cert + issuing.cert);

  await expect(page.getByRole('heading', { level: 1, name: 'api.corp.example' })).toBeVisible();
  const names = page.getByRole('group', { name: 'Chain' }).getByRole('button');
  await expect(names).toHaveText([/api\.corp\.example/, /Corp Issuing/, /Corp Root/]);
  await expect(page.getByText(/Untrusted by what you trust now · from what you pasted, 3 certificates/)).toBeVisible();
});

test('field, value and bytes light up together, whichever is pressed', async () => {
  const fields = page.getByRole('region', { name: 'Fields' });
  const status = page.getByRole('region', { name: 'DER' }).getByRole('status');
  const tree = page.getByRole('tree', { name: 'ASN.1' });

  await fields.getByRole('button', { name: 'Valid for' }).click();
  await expect(status).toContainText('subjectAltName');
  await expect(tree.getByRole('treeitem', { selected: true })).toContainText('subjectAltName');

  await tree.getByRole('treeitem', { selected: true }).click();
  await tree.press('ArrowRight');
  await tree.press('ArrowRight');
  await expect(status).toContainText('extnID');
  await expect(fields.getByRole('button', { name: 'Valid for', pressed: true })).toBeVisible();

  const bytes = page.getByRole('grid', { name: 'Bytes' });
  await bytes.press('Control+Home');
  await expect(tree.getByRole('treeitem', { selected: true })).toContainText('Certificate');
  await bytes.press('ArrowDown');
  await expect(fields.getByRole('button', { name: 'Serial number', pressed: true })).toBeVisible();
});

test('a certificate is copied and saved in other forms', async () => {
  for (const [form, file, check] of [
    ['DER', 'leaf.der', (path: string) => execFileSync('openssl', ['x509', '-inform', 'DER', '-in', path, '-noout'])],
    [
      'PKCS#7 of the chain',
      'leaf.p7b',
      (path: string) => {
        const text = execFileSync('openssl', ['pkcs7', '-inform', 'DER', '-in', path, '-print_certs']).toString();
        expect(text.match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
      },
    ],
    [
      'JSON',
      'leaf.json',
      (path: string) => expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ ca: false }),
    ],
  ] as const) {
    const path = join(folder, file);
    await answerSave(path);
    await page.getByRole('button', { name: 'Save as…' }).click();
    await page.getByRole('menuitem', { name: form, exact: true }).click();
    await expect(page.getByText(`Saved to ${path}`)).toBeVisible();
    check(path);
  }
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await page.getByRole('menuitem', { name: 'SHA-256' }).click();
  await expect(page.getByText('SHA-256 copied')).toBeVisible();
});

test('a locked key store is opened with its password', async () => {
  const path = join(folder, 'corp.p12');
  const words = [
    'pkcs12',
    '-export',
    '-out',
    path,
    '-inkey',
    leaf.keyFile,
    '-in',
    leaf.certFile,
    '-passout',
    'pass:sesam',
  ];
  execFileSync('openssl', [...words, '-certfile', issuing.certFile]);
  await answerOpen(path);
  await page.getByRole('button', { name: 'Open…' }).click();
  const dialog = page.getByRole('dialog', { name: 'corp.p12 is locked' });
  await dialog.getByLabel('Password').fill('wrong');
  await dialog.getByLabel('Password').press('Enter');
  await expect(dialog.getByText('This is not its password.')).toBeVisible();
  await dialog.getByLabel('Password').fill('sesam');
  await dialog.getByLabel('Password').press('Enter');

  await expect(page.getByText(/from corp\.p12, 2 certificates/)).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'api.corp.example' })).toBeVisible();
});

test('two certificates are compared, in words first', async () => {
  const renewed = issue({
    subject: '/CN=api.corp.example',
    newkey: ['rsa:2048'],
    extensions: leafExtensions('api.corp.example'),
  });
  await paste(renewed.cert);
  await expect(page.getByText(/from what you pasted, 1 certificate$/)).toBeVisible();
  await page.getByRole('button', { name: 'Compare…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Certificate B' });
  await dialog.getByRole('searchbox').fill('api.corp corp.p12');
  await dialog.getByRole('option', { name: /^api\.corp\.example/ }).click();
  await page.getByRole('button', { name: 'Swap A and B' }).click();

  const words = page.getByRole('region', { name: 'In words' });
  await expect(words.getByRole('heading', { level: 2 })).toHaveText('Not a renewal: key, issuer and names all changed');
  await expect(words.getByRole('listitem')).toHaveText([
    /Another key/,
    /Another issuer/,
    /One name fewer/,
    /Other extensions/,
  ]);
  const table = page.getByRole('table');
  await expect(table.getByRole('row', { name: /Valid for/ }).locator('mark')).toHaveText(['www.corp.example']);
  await expect(page.getByRole('img', { name: /^A: .* bytes differ/ })).toBeVisible();
  await picture('compare');
  await expectAccessible();
  await table.getByRole('button', { name: /equal/ }).first().click();
  await expect(table.getByRole('row', { name: /^Subject/ })).toBeVisible();
  await page.getByRole('button', { name: 'Back to the viewer' }).click();
});

test('what is no certificate is named for what it is', async () => {
  await paste(leaf.key);

  await expect(page.getByRole('alert')).toContainText('private key');
  await page.getByRole('button', { name: 'Understood' }).click();
});

test('a malformed certificate is shown as far as it can be read', async () => {
  const der = Buffer.from(leaf.cert.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  await dropFile('cut.der', der.subarray(0, der.length - 90));

  await expect(page.getByRole('alert')).toContainText('not a well-formed certificate');
  await expect(page.getByRole('region', { name: 'As far as it can be read' })).toContainText('api.corp.example');
  await expect(page.getByRole('tree', { name: 'ASN.1' })).toContainText('tbsCertificate');
  await picture('malformed');
});

test('a monster of a thousand names keeps nobody waiting', async () => {
  await page.getByRole('link', { name: 'Inspect' }).click();
  await page.getByRole('button', { name: 'Open…' }).first().waitFor();
  // An ordinary chain beside it: what opening the viewer costs in itself.
  await smoothly(page, 'viewer.plain', async () => {
    await paste(leaf.cert + issuing.cert + corp.cert);
    await page.getByRole('heading', { level: 1, name: 'api.corp.example' }).waitFor();
  });
  const monster = makeMonster();
  const tree = page.getByRole('tree', { name: 'ASN.1' });
  await smoothly(page, 'viewer.monster', async () => {
    await paste(monster.cert + issuing.cert);
    await page.getByRole('heading', { level: 1, name: 'monster.example' }).waitFor();
    await page.getByRole('button', { name: 'Valid for' }).click();
    await page.getByRole('button', { name: /^Show all 1/ }).click();
    await tree.press('ArrowRight');
    await tree.press('End');
    await page.getByRole('grid', { name: 'Bytes' }).press('Control+End');
    await page.getByRole('button', { name: 'Valid for' }).click();
    await page.getByRole('button', { name: 'Show less' }).click();
  });

  // The letter that turns the direction of writing is shown as what it is.
  await expect(page.getByText('O=Evil \\e2\\80\\aegro.live', { exact: false }).first()).toBeVisible();
  await picture('monster');
});

test('a chain of a hundred, and a list of ten megabytes', async () => {
  const chain = makeLongChain();
  await smoothly(page, 'viewer.chain', async () => {
    await paste(chain);
    await page.getByText(/from what you pasted, 100 certificates/).waitFor();
    await page.getByRole('group', { name: 'Chain' }).getByRole('button', { pressed: true }).press('End');
    await page.getByRole('heading', { level: 1, name: 'Level 99' }).waitFor();
  });

  await smoothly(page, 'viewer.bundle', async () => {
    await dropLargeBundle('roots.pem');
    await page.getByText(/from roots\.pem, .* certificates/).waitFor();
    await page.getByRole('button', { name: /more certificates$/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('searchbox').fill('nothing has this name');
    await dialog.getByText('Nothing has these words.').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });
});

/** A certificate with a thousand names, every extension openssl makes, and letters that turn the direction of writing. */
function makeMonster(): Issued {
  const names = Array.from({ length: 1000 }, (_, index) => `DNS:host-${String(index)}.monster.example`);
  return issue({
    subject: '/O=Evil \u202egro.live/CN=monster.example',
    issuer: issuing,
    newkey: ['rsa:4096'],
    extensions: [
      'basicConstraints=critical,CA:FALSE',
      'keyUsage=critical,digitalSignature,keyEncipherment',
      'extendedKeyUsage=serverAuth,clientAuth,codeSigning,emailProtection,timeStamping',
      'subjectKeyIdentifier=hash',
      'authorityKeyIdentifier=keyid,issuer',
      'certificatePolicies=2.23.140.1.2.1,1.3.6.1.4.1.99999.1',
      'crlDistributionPoints=URI:http://crl.monster.example/a.crl,URI:http://crl.monster.example/b.crl',
      'authorityInfoAccess=OCSP;URI:http://ocsp.monster.example,caIssuers;URI:http://ca.monster.example/ca.cer',
      'tlsfeature=status_request',
      'nsComment=A comment of an old browser',
      `1.3.6.1.4.1.99999.7=DER:04${'82'}2000${'ab'.repeat(0x2000)}`,
      `subjectAltName=${names.join(',')}`,
    ],
  });
}

/** Each named as the issuer of the one before. Made of one certificate, so that openssl need not run a hundred times: no signature fits. */
function makeLongChain(): string {
  const top = issue({ subject: '/CN=Level 01', extensions: caExtensions });
  const { cert } = issue({ subject: '/CN=Level 00', issuer: top, extensions: caExtensions });
  const der = Buffer.from(cert.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const [issuerAt, subjectAt] = [der.indexOf('Level 01'), der.indexOf('Level 00')];
  return Array.from({ length: 100 }, (_, level) => {
    const copy = Buffer.from(der);
    copy.write(`Level ${String(level).padStart(2, '0')}`, subjectAt);
    copy.write(`Level ${String(Math.min(level + 1, 99)).padStart(2, '0')}`, issuerAt);
    return pemOf(copy);
  }).join('');
}

function pemOf(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

async function paste(text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    (document.activeElement as HTMLElement | null)?.blur();
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

async function dropFile(name: string, bytes: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, base64]) => {
      const data = new DataTransfer();
      const decoded = Uint8Array.from(atob(base64 ?? ''), (character) => character.charCodeAt(0));
      data.items.add(new File([decoded], fileName ?? ''));
      return data;
    },
    [name, bytes.toString('base64')],
  );
  await page.getByRole('main').locator('> div').dispatchEvent('drop', { dataTransfer: transfer });
}

/** Ten megabytes of different certificates, made in the page: one authority whose signature differs in its last bytes. */
async function dropLargeBundle(name: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, base64]) => {
      const der = Uint8Array.from(atob(base64 ?? ''), (character) => character.charCodeAt(0));
      const blocks: string[] = [];
      for (let size = 0, index = 0; size < 10_000_000; index++) {
        new DataView(der.buffer).setUint32(der.length - 4, index);
        const lines = btoa(String.fromCharCode(...der)).match(/.{1,64}/g) ?? [];
        const block = `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
        size += block.length;
        blocks.push(block);
      }
      const data = new DataTransfer();
      data.items.add(new File([blocks.join('')], fileName ?? ''));
      return data;
    },
    [name, corp.cert.replace(/-----[^-]+-----|\s/g, '')],
  );
  await page.getByRole('main').locator('> div').dispatchEvent('drop', { dataTransfer: transfer });
}

async function answerOpen(path: string): Promise<void> {
  await app.evaluateMain(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, path);
}

async function answerSave(path: string): Promise<void> {
  await app.evaluateMain(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, path);
}

async function expectAccessible(): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
  ).toEqual([]);
}

/** The view as it stands, light and dark, in two sizes. */
async function picture(name: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(resolve(root, pictures), { recursive: true });
  const notices = page.getByRole('button', { name: 'Dismiss' });
  while ((await notices.count()) > 0) await notices.first().click();
  await page.mouse.move(640, 796);
  for (const size of [
    { width: 1280, height: 800 },
    { width: 1600, height: 1000 },
  ]) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.waitForTimeout(150);
      await page.screenshot({
        path: join(resolve(root, pictures), `${name}-${String(size.width)}-${colorScheme}.png`),
      });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 800 });
}
