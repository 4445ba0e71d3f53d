import type { CommandEntry } from './command.ts';

/** In the order that help lists them. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'send',
    operands: 'URL',
    summary: 'send a request and show what TLS did',
    load: async () => (await import('./send.ts')).sendCommand,
  },
  {
    name: 'inspect',
    operands: 'HOST[:PORT]',
    summary: 'shake hands with a server and judge it; no request is sent',
    load: async () => (await import('./inspect.ts')).inspectCommand,
  },
  {
    name: 'scan',
    operands: 'HOST[:PORT]',
    summary: 'try which versions, suites and groups a server accepts; no request is sent',
    load: async () => (await import('./scan.ts')).scanCommand,
  },
  {
    name: 'cert',
    operands: 'FILE',
    summary: 'decode every certificate of a file in any format; - reads standard input',
    load: async () => (await import('./cert.ts')).certCommand,
  },
  {
    name: 'verify',
    operands: '[FILE]',
    summary: 'judge certificate chains offline, one JSON object a line from a file or standard input',
    load: async () => (await import('./verify.ts')).verifyCommand,
  },
  {
    name: 'trust',
    operands: 'list|add|remove|export|import',
    summary: 'read and change what a profile trusts',
    load: async () => (await import('./trust.ts')).trustCommand,
  },
  {
    name: 'playground',
    operands: '',
    summary: 'run local TLS servers with known faults until Ctrl+C',
    load: async () => (await import('./playground.ts')).playgroundCommand,
  },
  {
    name: 'story',
    operands: '',
    summary: 'the whole story against a local server: refused, trusted for one host, sent, exported',
    load: async () => (await import('./story.ts')).storyCommand,
  },
];
