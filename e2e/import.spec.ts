import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTls } from 'node:tls';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import type { Bridge, OutputOf } from '#core/contract.ts';
import { javaTrustStore, JKS_PASSWORD } from '#core/export/jks.ts';
import { bundle, clientOf } from '#testdata/identity.ts';
import { caExtensions, issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import { launchApp, type LaunchedApp } from './launchApp.ts';

declare global {
  interface Window {
    readonly bridge: Bridge;
  }
}

/*
 * The import wizard and the dialog that adds a client certificate, with real files and a real server.
 */
let app: LaunchedApp;
let page: Page;
let server: Server;
let folder: string;

let root: Issued;
let issuing: Issued;
let leaf: Issued;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wireglass-import-'));
  root = issueRoot('/O=Halden Freight/CN=Halden Staging Root');
  issuing = issue({ subject: '/O=Halden Freight/CN=Halden Staging CA 2', issuer: root, extensions: caExtensions });
  leaf = issue({
    subject: '/CN=billing.stg.halden.example',
    issuer: issuing,
    extensions: leafExtensions('billing.stg.halden.example', 'localhost'),
  });
  server = createTls({ cert: leaf.cert + issuing.cert + root.cert, key: leaf.key }, (socket) => {
    socket.on('error', () => undefined);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  app = await launchApp();
  page = app.page;
  page.setDefaultTimeout(10_000);
  await page.setViewportSize({ width: 1280, height: 800 });
});
test.afterAll(async () => {
  await app.close();
  server.close();
});
// One window for all; each test begins with nothing of its own trusted and no dialog open.
test.afterEach(async () => {
  // Of two dialogs, one over the other, the lower one counts only when the upper one is gone.
  await expect(async () => {
    if ((await page.getByRole('dialog').count()) > 0) await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0, { timeout: 500 });
  }).toPass();
  const { anchors, hints, identities } = await trustState();
  const items = [
    ...anchors.flatMap(({ sha256, source }) => (source === 'custom' ? [{ kind: 'anchor' as const, id: sha256 }] : [])),
    ...hints.map(({ sha256 }) => ({ kind: 'hint' as const, id: sha256 })),
    ...identities.map(({ id }) => ({ kind: 'identity' as const, id })),
  ];
  if (items.length > 0) await page.evaluate((given) => window.bridge.call('trust.remove', { items: given }), items);
});

const dialog = () => page.getByRole('dialog').first();
const title = () => dialog().getByRole('heading', { level: 2 });
const tick = (name: string) => dialog().getByRole('checkbox', { name: `Take ${name}` });
const row = (name: string) =>
  dialog()
    .getByRole('row')
    .filter({ has: page.getByRole('checkbox', { name: `Take ${name}` }) });
const button = (name: string | RegExp) => dialog().getByRole('button', { name });

async function openImport(): Promise<void> {
  await page.getByRole('link', { name: 'Trust' }).click();
  await page.getByRole('button', { name: 'Import…' }).click();
  await expect(dialog()).toContainText('Import authorities');
}

/** Opens the wizard and chooses files by the system's dialog. */
async function choose(paths: readonly string[], by = 'Choose files…'): Promise<void> {
  await answerOpenDialog(paths);
  await openImport();
  await button(by).click();
}

async function answerOpenDialog(paths: readonly string[]): Promise<void> {
  await app.evaluateMain(
    ({ dialog: dialogs }, filePaths) => {
      dialogs.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths });
    },
    [...paths],
  );
}

async function trustState() {
  const answer = await page.evaluate(() => window.bridge.call('trust.list', {}));
  if (!answer.ok) throw new Error(answer.error.message);
  const state = answer.value as OutputOf<'trust.list'>;
  if (!state.ok) throw new Error(state.error.kind);
  return state.value;
}

async function customAnchors() {
  return (await trustState()).anchors.filter(({ source }) => source === 'custom');
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function derOf({ cert }: Issued): Uint8Array {
  return new Uint8Array(new X509Certificate(cert).raw);
}

function printOf({ cert }: Issued): string {
  return new X509Certificate(cert).fingerprint256;
}

test.describe('a bundle of PEM', () => {
  test('shows every certificate with what happens to it, and trusts exactly what is ticked', async () => {
    const old = issueRoot('/CN=Halden Root R1', { notBefore: '20200101000000Z', notAfter: '20210101000000Z' });
    const weak = issueRoot('/CN=Halden Root R0', { newkey: ['rsa:1024'] });

    await choose([file('halden.pem', root.cert + issuing.cert + old.cert + weak.cert + leaf.cert)]);

    await expect(title()).toContainText('Import from halden.pem');
    await expect(dialog()).toContainText('5 certificates, no private keys. Nothing changes until you press Trust.');
    await expect(row('Halden Staging Root')).toContainText('Trust within the limits below');
    await expect(row('Halden Staging CA 2')).toContainText('Keep to complete chains. Not trusted by itself');
    await expect(row('Halden Root R1')).toContainText('Would trust nothing');
    await expect(row('Halden Root R0')).toContainText('RSA 1024 is too weak');
    await expect(row('billing.stg.halden.example')).toContainText('Not a CA');
    for (const name of ['Halden Root R1', 'Halden Root R0', 'billing.stg.halden.example']) {
      await expect(tick(name)).toBeDisabled();
    }
    // The suggestion: the names of the server certificate below it, and no more.
    const limits = dialog().getByRole('region', { name: 'Limits' });
    await expect(limits).toContainText('billing.stg.halden.example');
    await expect(limits).toContainText('Taken from the names in the bundle.');
    await expect(limits).toContainText('in 6 months');

    await button('Trust 1 CA, keep 1 intermediate').click();

    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect(await customAnchors()).toMatchObject([
      {
        label: 'Halden Staging Root',
        scope: ['billing.stg.halden.example', 'localhost'],
        origin: { name: 'halden.pem' },
      },
    ]);
    const [anchor] = await customAnchors();
    expect(anchor?.trustedUntil).toBeGreaterThan(Date.now());
    expect((await trustState()).hints.map(({ label }) => label)).toEqual(['Halden Staging CA 2']);
  });

  test('is taken back by the notice', async () => {
    await choose([file('again.pem', root.cert + issuing.cert)]);
    await button('Trust 1 CA, keep 1 intermediate').dblclick();
    // An earlier test's notice may still be there; the newest is the last.
    const notice = page.getByRole('status').filter({ hasText: '1 CA trusted, 1 intermediate kept' }).last();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect(await customAnchors()).toHaveLength(1);

    await notice.getByRole('button', { name: 'Undo' }).click();

    await expect.poll(async () => (await customAnchors()).length).toBe(0);
    expect((await trustState()).hints).toEqual([]);
  });

  test('with no names in it says that empty means every host', async () => {
    await choose([file('root.pem', root.cert)]);

    await expect(dialog()).toContainText('For every host. Whoever holds its key can vouch for any server you ask.');
    const scope = dialog().getByRole('textbox', { name: 'Trust Halden Staging Root for' });
    await scope.fill('*.stg.halden.example');
    await scope.press('Enter');

    await expect(dialog()).not.toContainText('For every host.');
    await button('Trust 1 CA').click();
    await expect.poll(customAnchors).toMatchObject([{ scope: ['*.stg.halden.example'] }]);
  });

  test('lets an intermediate be trusted by choice, with limits of its own', async () => {
    await choose([file('two.pem', root.cert + issuing.cert)]);
    await button('Trust it by itself').click();
    await expect(row('Halden Staging CA 2')).toContainText('Trust by itself, without the root above it');
    await dialog().getByRole('radio', { name: 'For each' }).click();
    const scope = dialog().getByRole('textbox', { name: 'Trust Halden Staging CA 2 for' });
    await scope.fill('api.halden.example');
    await scope.press('Enter');

    await button('Trust 2 CAs').click();

    await expect
      .poll(async () => new Map((await customAnchors()).map(({ label, scope: hosts }) => [label, hosts])))
      .toEqual(
        new Map([
          ['Halden Staging Root', []],
          ['Halden Staging CA 2', ['api.halden.example']],
        ]),
      );
  });

  test('of what is trusted already says for which hosts, and offers nothing', async () => {
    await page.evaluate(
      (pem) =>
        window.bridge.call('trust.add', { anchors: [{ pem, scope: ['*.halden.example'], origin: { kind: 'paste' } }] }),
      root.cert,
    );

    await choose([file('known.pem', root.cert)]);

    await expect(row('Halden Staging Root')).toContainText('Already trusted for *.halden.example');
    await expect(button('Trust')).toHaveAttribute('aria-disabled', 'true');
  });

  test('is stopped by a fingerprint that is not the one its owner published', async () => {
    await choose([file('compared.pem', root.cert)]);
    await button('Paste it to compare').click();
    const published = dialog().getByRole('textbox', { name: 'Fingerprint the owner published' });
    await published.fill('00'.repeat(32));
    await expect(button('Trust 1 CA')).toHaveAttribute('aria-disabled', 'true');

    await published.fill(printOf(root));

    await expect(dialog()).toContainText('All 32 bytes are equal');
    await button('Trust 1 CA').click();
    await expect.poll(customAnchors).toMatchObject([{ note: /compared/ }]);
  });
});

test.describe('other files', () => {
  test('PKCS#7 is read', async () => {
    const p7b = join(folder, 'bundle.p7b');
    const pem = file('forP7.pem', root.cert + issuing.cert);
    execFileSync('openssl', ['crl2pkcs7', '-nocrl', '-certfile', pem, '-outform', 'DER', '-out', p7b]);

    await choose([p7b]);

    await expect(dialog()).toContainText('2 certificates, no private keys.');
  });

  test('a locked PKCS#12 says when the password is wrong, and opens with the right one', async () => {
    await choose([file('store.p12', bundle(folder, leaf, issuing.cert + root.cert, 'geheim'))]);
    const password = dialog().getByRole('textbox', { name: 'Password of store.p12' });
    await expect(password).toBeFocused();

    await password.fill('wrong');
    await password.press('Enter');
    await expect(dialog()).toContainText('The password does not open this PKCS#12 file.');
    await expect(password).toHaveValue('wrong');

    await password.fill('geheim');
    await password.press('Enter');

    await expect(row('Halden Staging Root')).toContainText('Trust within the limits below');
    await expect(dialog()).toContainText('A private key lies beside them and will not be taken.');
    await button('Trust 1 CA, keep 1 intermediate').click();
    await expect.poll(customAnchors).toHaveLength(1);
  });

  test('a Java key store is read with the names it gives', async () => {
    const hash = (_name: string, bytes: Uint8Array) => new Uint8Array(createHash('sha1').update(bytes).digest());
    const jks = javaTrustStore([{ alias: 'halden-root', der: derOf(root) }], Date.now(), hash);

    await choose([file('truststore.jks', jks)]);
    const password = dialog().getByRole('textbox', { name: 'Password of truststore.jks' });
    if (await password.isVisible()) {
      await password.fill(JKS_PASSWORD);
      await password.press('Enter');
    }

    await expect(row('Halden Staging Root')).toContainText('halden-root');
  });

  test('a folder is looked through, and what cannot be read is said beside what can', async () => {
    const inner = join(folder, 'pki', 'inner');
    mkdirSync(inner, { recursive: true });
    writeFileSync(join(folder, 'pki', 'root.pem'), root.cert);
    writeFileSync(join(inner, 'issuing.crt'), issuing.cert);
    writeFileSync(join(inner, 'broken.der'), 'hello');
    writeFileSync(join(inner, 'notes.txt'), 'not looked at');

    await choose([join(folder, 'pki')], 'Choose a folder…');

    await expect(title()).toContainText('Import from pki');
    await expect(dialog()).toContainText('2 certificates');
    await expect(dialog().getByRole('alert')).toContainText('broken.der');
    await expect(dialog().getByRole('alert')).not.toContainText('notes.txt');
  });

  test('a text that was pasted is read, and the clipboard without showing it to the window', async () => {
    await openImport();
    await dialog().getByRole('textbox', { name: 'Or paste' }).fill(root.cert);
    await button('Look at it').click();
    await expect(title()).toContainText('Import from what you pasted');
    await button('Back').click();

    const path = file('fromClipboard.pem', issuing.cert);
    await app.evaluateMain(({ clipboard }, text) => {
      clipboard.readText = () => Promise.resolve(text);
    }, path);
    await button('From the clipboard').click();

    await expect(row('Halden Staging CA 2')).toContainText('Keep to complete chains');
  });

  test('files that are dropped on the page open the wizard', async () => {
    await page.getByRole('link', { name: 'Trust' }).click();
    await page.evaluate((pem) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([pem], 'dropped.pem'));
      const target = document.querySelector('main h1');
      for (const type of ['dragenter', 'dragover', 'drop']) {
        target?.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      }
    }, root.cert);

    await expect(title()).toContainText('Import from dropped.pem');
    await expect(tick('Halden Staging Root')).toBeChecked();
  });
});

test.describe('over the network', () => {
  const address = () => `localhost:${String((server.address() as AddressInfo).port)}`;

  test('what a server shows is trusted only after its fingerprint was compared', async () => {
    await openImport();
    await dialog().getByRole('textbox', { name: 'From a server' }).fill(address());
    await button('Ask this server').click();

    await expect(title()).toContainText(`Import from ${address()}`);
    await expect(dialog().getByRole('region', { name: 'Limits' })).toContainText(address());
    const trust = button('Trust 1 CA, keep 1 intermediate');
    await expect(trust).toHaveAttribute('aria-disabled', 'true');
    await dialog().getByRole('textbox', { name: 'Fingerprint the owner published' }).fill(printOf(root));
    await expect(trust).not.toHaveAttribute('aria-disabled', 'true');
    await trust.click();

    await expect
      .poll(customAnchors)
      .toMatchObject([{ scope: [address()], origin: { kind: 'server', name: address() } }]);
  });

  test('a server that does not answer is told as it is', async () => {
    await openImport();
    await dialog().getByRole('textbox', { name: 'From a server' }).fill('localhost:1');
    await dialog().getByRole('textbox', { name: 'From a server' }).press('Enter');

    await expect(dialog().getByRole('alert')).toContainText('localhost:1');
    await expect(dialog().getByRole('textbox', { name: 'From a server' })).toHaveValue('localhost:1');
  });

  test('a server certificate is made an exception instead, never a CA', async () => {
    await openImport();
    await dialog().getByRole('textbox', { name: 'From a server' }).fill(address());
    await button('Ask this server').click();
    await expect(tick('billing.stg.halden.example')).toBeDisabled();
    await button('Make an exception instead…').click();

    const exception = page.getByRole('dialog', { name: 'Exception for one server' });
    await expect(exception).toContainText(address());
    await exception.getByRole('button', { name: 'Cancel' }).click();
    await expect(exception).toHaveCount(0);
    await expect(title()).toContainText(`Import from ${address()}`);
    await expect(button('Make an exception instead…')).toBeFocused();
  });
});

test.describe('ten thousand certificates', () => {
  test('are read with a way to stop, filtered, and none is ticked unasked', async () => {
    test.setTimeout(180_000);
    const path = file('many.pem', manyRoots(10_000));
    await choose([path]);
    await button('Stop').click();
    await expect(dialog()).toContainText('Import authorities');
    expect(await customAnchors()).toEqual([]);

    await button('Choose files…').click();
    await expect(dialog()).toContainText('10 000 certificates', { timeout: 60_000 });
    expect(await dialog().getByRole('row').count()).toBeLessThan(40);
    await expect(button('Trust')).toHaveAttribute('aria-disabled', 'true');
    await dialog().getByRole('searchbox').fill('Bulk Root 04217');
    await expect(dialog()).toContainText('1 of 10 000');
    await dialog().getByRole('checkbox', { name: '1 root CA' }).press('Space');

    await button('Trust 1 CA').click();
    await expect.poll(customAnchors).toMatchObject([{ label: 'Bulk Root 04217' }]);
  });

  test('are trusted in one step when that is what is ticked', async () => {
    test.setTimeout(180_000);
    await choose([file('all.pem', manyRoots(10_000))]);
    await expect(dialog()).toContainText('10 000 certificates', { timeout: 60_000 });
    await dialog().getByRole('checkbox', { name: '10 000 root CAs' }).press('Space');
    await button('Trust 10 000 CAs').click();

    await expect(page.getByRole('dialog')).toHaveCount(0, { timeout: 60_000 });
    expect(await customAnchors()).toHaveLength(10_000);
  });
});

/** Roots that differ in one number of their names; their signatures are those of the first, which nobody checks on a root. */
function manyRoots(count: number): string {
  const first = Buffer.from(derOf(issueRoot('/CN=Bulk Root 00000')));
  const places = [first.indexOf('Bulk Root 00000'), first.lastIndexOf('Bulk Root 00000')].map((at) => at + 10);
  return Array.from({ length: count }, (_, index) => {
    for (const place of places) first.write(String(index).padStart(5, '0'), place, 'latin1');
    return `-----BEGIN CERTIFICATE-----\n${first.toString('base64')}\n-----END CERTIFICATE-----\n`;
  }).join('');
}

test.describe('a client certificate', () => {
  test('of PKCS#12 is added after its password, for the host that asked', async () => {
    const client = clientOf(issuing, '/CN=ci-runner-04');
    await answerOpenDialog([file('ci-runner.p12', bundle(folder, client, issuing.cert + root.cert, 'geheim'))]);
    const host = await sendToClientServer();
    await button('Choose files…').click();
    const password = dialog().getByRole('textbox', { name: 'Password of ci-runner.p12' });
    await password.fill('falsch');
    await password.press('Enter');
    await expect(dialog()).toContainText('The password does not open ci-runner.p12.');
    await password.fill('geheim');
    await password.press('Enter');

    const checks = dialog().getByRole('list', { name: 'Checked' });
    await expect(checks).toContainText('The password is right.');
    await expect(checks).toContainText('The private key belongs to the certificate.');
    await expect(checks).toContainText('The chain is complete');
    await expect(dialog()).toContainText('forgotten when you quit');
    await button(`Add for ${host}`).click();

    await expect
      .poll(async () => (await trustState()).identities)
      .toMatchObject([{ label: 'ci-runner-04', hosts: [host] }]);
  });

  test('of a PEM pair says which half is missing, and takes the other', async () => {
    const client = clientOf(issuing, '/CN=partner-7');
    await answerOpenDialog([client.certFile]);
    await sendToClientServer();
    await button('Choose files…').click();
    await expect(dialog().getByRole('alert')).toContainText('There is no private key');

    await answerOpenDialog([client.keyFile]);
    await button('Add a file…').click();

    await expect(dialog().getByRole('list', { name: 'Checked' })).toContainText('did not come along');
    await button(/^Add for /).click();
    await expect.poll(async () => (await trustState()).identities).toMatchObject([{ label: 'partner-7' }]);
  });

  test('whose key is another’s is refused', async () => {
    const client = clientOf(issuing, '/CN=partner-8');
    await answerOpenDialog([client.certFile, root.keyFile]);
    await sendToClientServer();
    await button('Choose files…').click();

    await expect(dialog().getByRole('alert')).toContainText('The private key is not that of partner-8');
  });
});

/** Trusts the playground for localhost, asks its server that wants a client certificate, and opens the dialog that adds one. */
async function sendToClientServer(): Promise<string> {
  const started = await page.evaluate(() => window.bridge.call('playground.start', {}));
  if (!started.ok) throw new Error(started.error.message);
  const playground = started.value as OutputOf<'playground.start'>;
  if (!playground.ok) throw new Error(playground.error.kind);
  const { ca, servers } = playground.value;
  const url = servers.find(({ id }) => id === 'client-certificate')?.url ?? '';
  await page.evaluate(
    (pem) => window.bridge.call('trust.add', { anchors: [{ pem, scope: ['localhost'], origin: { kind: 'paste' } }] }),
    ca?.pem ?? '',
  );
  await page.getByRole('link', { name: 'Requests' }).click();
  const address = page.getByRole('textbox', { name: 'Address' });
  await address.fill(url);
  await address.press('Control+Enter');
  await page.getByRole('button', { name: 'Use a client certificate…' }).click();
  await expect(dialog()).toContainText('Add a client certificate');
  return new URL(url).host;
}

test('keys alone walk the list, tick, and close', async () => {
  await choose([file('keys.pem', leaf.cert + root.cert + issuing.cert)]);
  const list = dialog().getByRole('grid', { name: 'Certificates found' });
  await list.focus();
  // The leaf cannot be ticked; the root below it can be unticked.
  for (const key of ['ArrowDown', 'Space', 'ArrowDown', 'Space']) await page.keyboard.press(key);
  await expect(tick('billing.stg.halden.example')).not.toBeChecked();
  await expect(tick('Halden Staging Root')).not.toBeChecked();
  await expect(button('Keep 1 intermediate')).toBeVisible();
  await page.keyboard.press('Space');
  await expect(button('Trust 1 CA, keep 1 intermediate')).toBeVisible();

  await page.keyboard.press('Escape');

  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Import…' })).toBeFocused();
});

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the wizard in the ${scheme} theme`, async () => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await openImport();
    await expectNoViolations('the first step');
    await answerOpenDialog([file('axe.pem', root.cert + issuing.cert + leaf.cert)]);
    await button('Choose files…').click();
    await expect(dialog().getByRole('grid')).toBeVisible();
    await expectNoViolations('the preview');
    await button('Trust it by itself').click();
    await dialog().getByRole('radio', { name: 'For each' }).click();
    await expectNoViolations('limits for each');
  });

  test(`axe finds nothing in the dialog of a client certificate in the ${scheme} theme`, async () => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    const client = clientOf(issuing, '/CN=partner-9');
    await sendToClientServer();
    await expectNoViolations('the first step');
    await answerOpenDialog([client.certFile, client.keyFile]);
    await button('Choose files…').click();
    await expect(dialog().getByRole('list', { name: 'Checked' })).toBeVisible();
    await expectNoViolations('the form');
  });
}

async function expectNoViolations(where: string): Promise<void> {
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
  // setLegacyMode: axe's usual way opens a second page, which an app with one window does not have.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  const found = violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes.map((node) => node.html).join('  ')}`);
  expect.soft(found).toEqual([]);
}
