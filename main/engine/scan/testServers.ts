import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** `openssl s_server`, which can be made to accept almost anything. */
export interface OpensslServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts it with these words beside certificate and key. */
export async function opensslServer(
  leaf: { readonly certFile: string; readonly keyFile: string },
  words: readonly string[],
): Promise<OpensslServer> {
  const port = await freePort();
  const files = ['-cert', leaf.certFile, '-key', leaf.keyFile];
  // It answers HTTP so that it does not wait for its keyboard; with early data it can only do that.
  const page = words.includes('-early_data') ? [] : ['-www'];
  const child = spawn('openssl', ['s_server', '-accept', `127.0.0.1:${port}`, ...page, ...files, ...words]);
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  for await (const chunk of child.stdout) if (String(chunk).includes('ACCEPT')) break;
  if (child.exitCode !== null) throw new Error(`openssl s_server ended: ${said}`);
  child.stdout.resume();
  return { port, stop: () => stopped(child) };
}

async function stopped(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill();
  await gone;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
