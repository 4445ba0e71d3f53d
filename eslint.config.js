import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/*
 * The walls between the rooms (ARCHITECTURE.md, "Who may import whom"). The compiler holds the coarse ones by project
 * references; these hold what it cannot see: packages, single folders, the clock. scripts/walls.test.ts plants a violation
 * of each and checks that it is caught. A new npm package is refused until it is written into its room's list here.
 */

const here = import.meta.dirname;

/** Room → what an import may begin with. `./neighbour.ts` or `#room/path.ts`; `../` is in no list, on purpose. */
const mayImport = {
  core: ['\\./', '#core/', 'zod$'],
  engine: [
    '\\./',
    '#core/',
    '#main/(?!electron/|index|boot)',
    'node:',
    '@peculiar/asn1-schema$',
    '@peculiar/asn1-x509$',
  ],
  electron: ['\\./', '#core/', '#main/', 'node:', 'electron$'],
  preload: ['electron$', '#core/'],
  ui: [
    '\\./',
    '#core/',
    '#renderer/(?:ui/|tokens)',
    'react$',
    'react/',
    'react-dom$',
    'react-aria-components',
    'lucide-react',
    '@tanstack/react-virtual$',
    '@codemirror/',
    '@lezer/highlight$',
  ],
  state: ['\\./', '#core/', '#renderer/(?:state/|call)', 'zustand', 'react$'],
  feature: [
    '\\./',
    '#core/',
    '#renderer/',
    'react$',
    'react/',
    'react-dom',
    'react-aria-components',
    'lucide-react',
    '@tanstack/react-virtual$',
    '@codemirror/',
    '@lezer/highlight$',
    '@fontsource-variable/',
    'zustand',
  ],
  e2e: [
    '\\./',
    '#core/',
    '#testdata/',
    'node:',
    '@playwright/test$',
    '@axe-core/playwright$',
    'playwright-core$',
    'electron$',
  ],
  bench: ['\\./', '#core/', '#main/', '#testdata/', 'node:'],
  test: ['\\./', '#', 'node:', 'vitest$', 'fast-check$', 'typescript$', 'eslint$', 'typescript-eslint$', 'zod$'],
};

const wall = (room, ...more) => ({
  '@typescript-eslint/no-restricted-imports': [
    'error',
    {
      patterns: [
        {
          regex: `^(?!${mayImport[room].join('|')})`,
          message: `Not for the room "${room}". ARCHITECTURE.md says who may import whom; a new package is assigned to a room in eslint.config.js.`,
        },
        ...more,
      ],
    },
  ],
});

/** zod belongs to main: as values, the contract would carry it into the window. */
const contractAsTypes = {
  regex: '^#core/contract',
  allowTypeImports: true,
  message: 'Import the contract as types only: its schemas belong to the main process.',
};
const coreAsTypes = { regex: '^#core/', allowTypeImports: true, message: 'The preload carries no code of ours.' };

const clock = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'core/ has no clock: pass `now` in.' },
  { selector: "CallExpression[callee.name='Date']", message: 'core/ has no clock: pass `now` in.' },
];

/** The one file in which a handshake may go on after the library has refused the chain (docs/adr/0017). */
const grantedHandshake = 'main/engine/http/grantedHandshake.ts';

/** Verification is never weakened: the words for it may not stand in the product. @param literal what the option may be */
const verificationAllowing = (literal) =>
  [
    `:matches(Property[key.name='rejectUnauthorized'], Property[key.value='rejectUnauthorized']):not([value.value=${literal}])`,
    "AssignmentExpression[left.property.name='rejectUnauthorized']",
    "AssignmentExpression[left.property.name='NODE_TLS_REJECT_UNAUTHORIZED']",
    ":matches(Property[key.name='checkServerIdentity'], Property[key.value='checkServerIdentity'])",
  ].map((selector) => ({
    selector,
    message: 'Verification is always on (SECURITY.md): a trust decision goes through the trust store.',
  }));
const verification = verificationAllowing(true);

/** TLS is begun in two files and nowhere else, so that every connection passes the gate; the granted one is begun by the gate alone. */
const oneGate = [
  {
    selector: "ImportDeclaration[source.value='node:tls'] ImportSpecifier[imported.name='connect']",
    message: 'TLS is begun in main/engine/http/handshake.ts alone: go through openConnection (docs/adr/0017).',
  },
  {
    selector: "ImportDeclaration[source.value='node:tls'] :matches(ImportDefaultSpecifier, ImportNamespaceSpecifier)",
    message: 'Import from node:tls by name, so that it is seen who begins TLS.',
  },
  {
    selector: "ImportSpecifier[imported.name='connectGranted']",
    message: 'A granted handshake is begun in main/engine/http/handshake.ts alone (docs/adr/0017).',
  },
  {
    selector: "ImportDeclaration[source.value='node:http2']",
    message: 'HTTP/2, when it comes, is spoken over a socket that passed the gate (docs/adr/0017).',
  },
];
const noRequest = {
  selector: "ImportDeclaration[source.value='node:https'] ImportSpecifier[imported.name=/^(?:get|request)$/]",
  message: 'Requests are written by roundTrip and fetchBounded, with the agent of a Connection that passed the gate.',
};
/** They write requests, each with the agent of one connection. */
const writers = ['main/engine/http/roundTrip.ts', 'main/engine/fetch/fetchBounded.ts'];

const features = readdirSync(join(here, 'renderer/features'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

export default defineConfig(
  { ignores: ['out/', 'release/', '.tsc/', 'node_modules/', 'test-results/', 'playwright-report/'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strict],
    languageOptions: {
      parserOptions: {
        project: [
          'core/tsconfig.json',
          'core/tsconfig.test.json',
          'main/tsconfig.json',
          'preload/tsconfig.json',
          'renderer/tsconfig.json',
          'renderer/tsconfig.test.json',
          'e2e/tsconfig.json',
          'bench/tsconfig.json',
          'scripts/tsconfig.json',
        ],
        tsconfigRootDir: here,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // `(typeof table)[K]` and template literals of numbers are plain to read; the rule's fix is not.
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      eqeqeq: ['error', 'always'],
      'no-eval': 'error',
      'no-implied-eval': 'error',
    },
  },
  {
    files: ['core/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      ...wall('core'),
      'no-restricted-globals': [
        'error',
        ...[
          'setTimeout',
          'setInterval',
          'queueMicrotask',
          'fetch',
          'performance',
          'process',
          'Buffer',
          'self',
          'navigator',
        ].map((name) => ({
          name,
          message: 'core/ has no clock, timers, network or host: pass the value in.',
        })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'core/ has no clock: pass `now` in.' },
        { object: 'Math', property: 'random', message: 'core/ has no randomness: pass it in.' },
        { object: 'crypto', property: 'getRandomValues', message: 'core/ has no randomness: pass it in.' },
        { object: 'crypto', property: 'randomUUID', message: 'core/ has no randomness: pass it in.' },
      ],
      'no-restricted-syntax': ['error', ...clock, ...verification],
    },
  },
  {
    files: ['main/**/*.ts'],
    ignores: ['main/electron/**', 'main/index.ts', 'main/boot.ts', '**/*.test.ts'],
    rules: wall('engine'),
  },
  {
    files: ['main/electron/**/*.ts', 'main/index.ts', 'main/boot.ts'],
    ignores: ['**/*.test.ts'],
    rules: wall('electron'),
  },
  {
    files: ['main/**/*.ts', 'renderer/**/*.ts', 'renderer/**/*.tsx'],
    // The playground is servers: there the option asks for client certificates.
    ignores: ['**/*.test.ts', 'main/engine/playground/**'],
    rules: { 'no-restricted-syntax': ['error', ...verification] },
  },
  {
    files: ['main/**/*.ts'],
    ignores: [
      '**/*.test.ts',
      'main/engine/playground/**',
      'main/engine/http/handshake.ts',
      grantedHandshake,
      // Records handshakes for tests.
      'main/engine/tls/testRecording.ts',
    ],
    rules: {
      'no-restricted-syntax': ['error', ...verification, ...oneGate, noRequest],
      'no-restricted-globals': [
        'error',
        ...['fetch', 'WebSocket', 'EventSource'].map((name) => ({
          name,
          message: 'It would go around the gate: go through openConnection (docs/adr/0017).',
        })),
      ],
    },
  },
  { files: writers, rules: { 'no-restricted-syntax': ['error', ...verification, ...oneGate] } },
  {
    files: [grantedHandshake],
    rules: { 'no-restricted-syntax': ['error', ...verificationAllowing(false)] },
  },
  { files: ['preload/**/*.ts'], rules: wall('preload', coreAsTypes) },
  {
    files: ['renderer/**/*.ts', 'renderer/**/*.tsx'],
    ignores: ['**/*.test.ts'],
    rules: wall('feature', contractAsTypes),
  },
  {
    files: ['renderer/ui/**/*.ts', 'renderer/ui/**/*.tsx'],
    ignores: ['**/*.test.ts'],
    rules: wall('ui', contractAsTypes),
  },
  { files: ['renderer/state/**/*.ts'], ignores: ['**/*.test.ts'], rules: wall('state', contractAsTypes) },
  ...features.map((feature) => ({
    files: [`renderer/features/${feature}/**/*.ts`, `renderer/features/${feature}/**/*.tsx`],
    ignores: ['**/*.test.ts'],
    rules: wall('feature', contractAsTypes, {
      regex: `^#renderer/(?:app/|features/(?!${feature}/))`,
      message: 'A feature knows no other feature: what two need goes to renderer/ui, renderer/state or core.',
    }),
  })),
  { files: ['e2e/**/*.ts'], rules: wall('e2e') },
  { files: ['bench/**/*.ts'], rules: wall('bench') },
  { files: ['**/*.test.ts'], rules: { ...wall('test'), '@typescript-eslint/no-non-null-assertion': 'off' } },
  { files: ['*.config.ts', 'e2e/*.config.ts', '**/*.d.ts'], rules: { 'no-restricted-exports': 'off' } },
);
