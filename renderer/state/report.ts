import { call } from '#renderer/call.ts';
import { notify } from './notice.ts';

/** Asks where and saves a report. Says where it went, or why it did not. */
export async function saveReport(host: string, text: string): Promise<void> {
  const suggestedName = `tls-report-${host.replace(/[^\w.-]+/g, '_').slice(0, 100)}.txt`;
  const result = await call('file.saveText', { text, suggestedName, purpose: 'report' });
  if (!result.ok) notify('The report could not be saved');
  else if (result.value.path !== undefined) notify(`Saved to ${result.value.path}`);
}

/** Asks where and saves certificates (PEM) that a server must send. */
export async function saveChain(name: string, pem: string): Promise<void> {
  const plain = name.replace(/[^\w.-]+/g, '_').slice(0, 100);
  const result = await call('file.saveText', { text: pem, suggestedName: `${plain === '' ? 'chain' : plain}.pem` });
  if (!result.ok) notify('The certificate could not be saved');
  else if (result.value.path !== undefined) notify(`Saved to ${result.value.path}`);
}
