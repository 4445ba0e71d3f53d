import { join } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Files are judged by name only: the planted text never touches the disk. Rules that need types are left to `npm run test:lint`. */
const eslint = new ESLint({
  cwd: root,
  overrideConfig: [{ files: ['**/*.ts', '**/*.tsx'], ...tseslint.configs.disableTypeChecked }],
});

async function refusals(filePath: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: join(root, filePath) });
  return (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
}

const imports = '@typescript-eslint/no-restricted-imports';

describe('lint refuses what crosses a wall', () => {
  test.each([
    ['core takes no Node module', 'core/http/planted.ts', "import 'node:fs';", imports],
    ['core takes no package outside its list', 'core/http/planted.ts', "import 'react';", imports],
    ['core takes nothing of main', 'core/http/planted.ts', "import '#main/dispatch.ts';", imports],
    ['nobody climbs with ../', 'core/http/planted.ts', "import '../result.ts';", imports],
    ['core has no clock', 'core/http/planted.ts', 'export const at = Date.now();', 'no-restricted-properties'],
    ['core has no hidden clock', 'core/http/planted.ts', 'export const at = new Date();', 'no-restricted-syntax'],
    ['core has no randomness', 'core/http/planted.ts', 'export const at = Math.random();', 'no-restricted-properties'],
    ['core has no timers', 'core/http/planted.ts', 'setTimeout(() => undefined, 1);', 'no-restricted-globals'],
    ['core has no network', 'core/http/planted.ts', "export const page = fetch('x');", 'no-restricted-globals'],
    ['the engine knows no Electron', 'main/engine/http/planted.ts', "import 'electron';", imports],
    ['the engine knows no shell', 'main/engine/http/planted.ts', "import '#main/electron/window.ts';", imports],
    ['the dispatcher knows no Electron', 'main/dispatch.ts', "import 'electron';", imports],
    ['main takes nothing of the window', 'main/electron/planted.ts', "import '#renderer/call.ts';", imports],
    ['main takes no React', 'main/electron/planted.ts', "import 'react';", imports],
    [
      'the preload takes no values of core',
      'preload/planted.ts',
      "import { contract } from '#core/contract.ts'; contract;",
      imports,
    ],
    ['the preload takes nothing of main', 'preload/planted.ts', "import '#main/dispatch.ts';", imports],
    ['the window takes no Node module', 'renderer/app/planted.ts', "import 'node:fs';", imports],
    ['the window takes no Electron', 'renderer/app/planted.ts', "import 'electron';", imports],
    ['the window takes nothing of main', 'renderer/app/planted.ts', "import '#main/dispatch.ts';", imports],
    [
      'the window takes the contract as types only',
      'renderer/call.ts',
      "import { contract } from '#core/contract.ts'; contract;",
      imports,
    ],
    ['ui knows no feature', 'renderer/ui/planted.tsx', "import '#renderer/features/trust/TrustPage.tsx';", imports],
    ['ui knows no store', 'renderer/ui/planted.tsx', "import '#renderer/state/trust.ts';", imports],
    [
      'a feature knows no other feature',
      'renderer/features/trust/planted.tsx',
      "import '#renderer/features/history/History.tsx';",
      imports,
    ],
    [
      'a feature does not know the shell',
      'renderer/features/trust/planted.tsx',
      "import '#renderer/app/App.tsx';",
      imports,
    ],
    ['a package nobody assigned is refused', 'renderer/features/trust/planted.tsx', "import 'left-pad';", imports],
    ['end-to-end specs touch no internals', 'e2e/planted.ts', "import '#main/dispatch.ts';", imports],
    ['any is refused', 'core/http/planted.ts', 'export const x = 1 as any;', '@typescript-eslint/no-explicit-any'],
    ['a default export is refused', 'core/http/planted.ts', 'export default 1;', 'no-restricted-exports'],
    [
      'verification cannot be switched off',
      'main/engine/http/planted.ts',
      'export const options = { rejectUnauthorized: false };',
      'no-restricted-syntax',
    ],
    [
      'verification cannot be made a variable',
      'main/engine/http/planted.ts',
      'export const options = (on: boolean) => ({ rejectUnauthorized: on });',
      'no-restricted-syntax',
    ],
    [
      'verification cannot be switched off later',
      'main/engine/http/planted.ts',
      'export const off = (options: { rejectUnauthorized: boolean }) => { options.rejectUnauthorized = false; };',
      'no-restricted-syntax',
    ],
    [
      'the name check cannot be replaced',
      'main/engine/http/planted.ts',
      'export const options = { checkServerIdentity: () => undefined };',
      'no-restricted-syntax',
    ],
    [
      'verification cannot be made a variable even where a grant lets it go on',
      'main/engine/http/grantedHandshake.ts',
      'export const options = (on: boolean) => ({ rejectUnauthorized: on });',
      'no-restricted-syntax',
    ],
    [
      'a granted handshake cannot be begun beside the gate',
      'main/engine/http/planted.ts',
      "import { connectGranted } from './grantedHandshake.ts';\nexport const go = connectGranted;",
      'no-restricted-syntax',
    ],
    [
      'TLS cannot be begun beside the gate',
      'main/engine/fetch/planted.ts',
      "import { connect } from 'node:tls';\nexport const go = connect;",
      'no-restricted-syntax',
    ],
    [
      'nor under another name',
      'main/cli/planted.ts',
      "import * as tls from 'node:tls';\nexport const go = tls.connect;",
      'no-restricted-syntax',
    ],
    [
      'nor by a request with an agent of its own',
      'main/engine/diagnose/planted.ts',
      "import { request } from 'node:https';\nexport const go = request;",
      'no-restricted-syntax',
    ],
    [
      'nor by fetch',
      'main/engine/trust/planted.ts',
      "export const go = () => fetch('https://example.com');",
      'no-restricted-globals',
    ],
    ['core has no clock in disguise', 'core/http/planted.ts', 'export const at = Date();', 'no-restricted-syntax'],
  ])('%s', async (_name, filePath, text, rule) => {
    expect(await refusals(filePath, text)).toContain(rule);
  });

  test.each([
    [
      'core takes core and zod',
      'core/http/planted.ts',
      "import * as z from 'zod';\nimport '#core/result.ts';\nexport const text = z.string();",
    ],
    ['the engine takes Node and core', 'main/engine/http/planted.ts', "import 'node:tls';\nimport '#core/result.ts';"],
    ['the shell takes Electron', 'main/electron/planted.ts', "import 'electron';\nimport '#main/dispatch.ts';"],
    [
      'the preload takes types',
      'preload/planted.ts',
      "import type { Bridge } from '#core/contract.ts';\nexport type X = Bridge;",
    ],
    [
      'a feature takes ui, state and core',
      'renderer/features/trust/planted.tsx',
      "import '#renderer/ui/Button.tsx';\nimport '#core/result.ts';",
    ],
    [
      'a granted handshake may go on in its one file',
      'main/engine/http/grantedHandshake.ts',
      'export const options = { rejectUnauthorized: false };',
    ],
    [
      'verification that is on is fine',
      'main/engine/http/planted.ts',
      'export const options = { rejectUnauthorized: true };',
    ],
  ])('and lets pass what does not: %s', async (_name, filePath, text) => {
    expect(await refusals(filePath, text)).toEqual([]);
  });
});

/** What the compiler says of one planted file in a room, by the room's own settings. */
function compile(room: string, name: string, text: string): number[] {
  const folder = join(root, room);
  const planted = join(folder, name);
  const { config } = ts.readConfigFile(join(folder, 'tsconfig.json'), ts.sys.readFile);
  const parsed = ts.parseJsonConfigFileContent(
    { ...config, include: [], files: [name], references: config.references },
    ts.sys,
    folder,
  );
  const host = ts.createCompilerHost(parsed.options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (file, version) =>
    file === planted ? ts.createSourceFile(file, text, version) : read(file, version);
  const exists = host.fileExists.bind(host);
  host.fileExists = (file) => file === planted || exists(file);
  const program = ts.createProgram({
    rootNames: [planted],
    options: parsed.options,
    host,
    ...(parsed.projectReferences ? { projectReferences: parsed.projectReferences } : {}),
  });
  const file = program.getSourceFile(planted);
  return ts.getPreEmitDiagnostics(program, file).map((diagnostic) => diagnostic.code);
}

/** "Cannot find name" in its three forms: plain, "do you need @types/node", "do you need the dom library". */
const unknownName = [2304, 2580, 2584, 2591];

describe('the compiler refuses what a room does not have', () => {
  test.each([
    ['core', 'planted.ts', "import { readFileSync } from 'node:fs'; readFileSync('x');", [2591, 2307]],
    ['core', 'planted.ts', 'export const x = process.env;', unknownName],
    ['core', 'planted.ts', "export const x = Buffer.from('');", unknownName],
    ['core', 'planted.ts', 'export const x = document.title;', unknownName],
    ['core', 'planted.ts', 'export const x = localStorage.length;', unknownName],
    ['renderer', 'planted.ts', "import { readFileSync } from 'node:fs'; readFileSync('x');", [2591, 2307]],
    ['renderer', 'planted.ts', 'export const x = process.env;', unknownName],
    ['main', 'planted.ts', 'export const x = document.title;', unknownName],
  ])('%s: %s %s', { timeout: 60_000 }, (room, name, text, codes) => {
    const found = compile(room, name, text);

    expect(found.some((code) => codes.includes(code))).toBe(true);
  });

  test('core may use what every room has', { timeout: 60_000 }, () => {
    expect(
      compile('core', 'planted.ts', "export const x = new URL('https://a').host + new TextDecoder().encoding;"),
    ).toEqual([]);
  });
});
